import { parseArgs } from 'node:util';
import { explain } from '../../local/failure.ts';
import type { Check, Figures, Mutant } from './check.ts';
import { findChecks } from './find-checks.ts';

// npm run soak [-- <check>…] [--size quick|full] [--seed n] [--mutants]
// Each check on a stack of its own, one after the other. With --mutants every check must fail, once
// for each of its mutants.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: 'full' },
    seed: { type: 'string' },
    mutants: { type: 'boolean', default: false },
  },
});
const size = values.size === 'quick' ? 'quick' : 'full';
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
const checks = await findChecks();
for (const name of positionals) {
  if (!checks.has(name))
    throw new Error(`There is no check "${name}": ${[...checks.keys()].join(', ')}`);
}
const chosen = [...checks.values()].filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
);

console.log(`Seed ${seed}, size ${values.mutants ? 'quick' : size}`);
let failed = 0;
for (const check of chosen) {
  if (values.mutants) for (const mutant of check.mutants) await runMutant(check, mutant);
  else await runCheck(check);
}
console.log(failed === 0 ? '\nAll as promised.' : `\n${failed} failed. Seed ${seed}.`);
process.exit(failed === 0 ? 0 : 1);

async function runCheck(check: Check): Promise<void> {
  console.log(`\n── ${check.name}: ${check.promise}`);
  const { figures, error, seconds } = await attempt(check, size);
  if (error === undefined) {
    for (const [name, value] of Object.entries(figures!)) {
      console.log(`   ${name.padEnd(44)} ${String(value).padStart(14)}`);
    }
  } else {
    failed++;
    console.log(explain(error));
  }
  console.log(`${error === undefined ? '✓' : '✗'} ${check.name} in ${seconds} s`);
  const passed = error === undefined;
  console.log(JSON.stringify({ check: check.name, size, seed, passed, seconds, figures }));
}

async function runMutant(check: Check, mutant: Mutant): Promise<void> {
  console.log(`\n── ${check.name}, mutant: ${mutant.name}`);
  const { error, seconds } = await attempt(check, 'quick', mutant);
  // Only a promise found broken counts: a stack that does not start kills no mutant.
  const killed = error instanceof Error && error.name === 'AssertionError';
  if (!killed) failed++;
  if (error !== undefined) console.log(killed ? `   ${firstLines(error)}` : explain(error));
  console.log(`${killed ? '✓ killed' : '✗ SURVIVED'} in ${seconds} s`);
  console.log(JSON.stringify({ check: check.name, mutant: mutant.name, seed, killed, seconds }));
}

async function attempt(check: Check, size: 'quick' | 'full', mutant?: Mutant) {
  const begin = performance.now();
  let figures: Figures | undefined;
  let error: unknown;
  try {
    const say = (line: string) => console.log(`   ${line}`);
    figures = await check.run({ size, seed, mutant, say });
  } catch (reason) {
    error = reason ?? new Error('It failed without a reason.');
  }
  return { figures, error, seconds: Math.round((performance.now() - begin) / 100) / 10 };
}

function firstLines(error: Error): string {
  return error.message.split('\n').slice(0, 3).join('\n   ');
}
