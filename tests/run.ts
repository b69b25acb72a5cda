import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { hostedDenoExecutable } from '../local/binaries.ts';
import { freePort } from '../local/ports.ts';
import { runPgtap } from './pgtap.ts';
import { CRON_SECRET, MANY_ATTEMPTS, startStack } from './stack.ts';

// npm test: everything, in the order in which a mistake is cheapest to find, and one summary.

interface Counts {
  passed: number;
  failed: number;
}

const bin = (name: string) => `node_modules/.bin/${name}`;
const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
const env: NodeJS.ProcessEnv = { ...process.env, ...color };
const summary: { name: string; counts: Counts; seconds: number }[] = [];

async function step(name: string, run: () => Promise<Counts>): Promise<void> {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const counts = await run().catch((error: unknown): Counts => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  summary.push({ name, counts, seconds: (performance.now() - start) / 1000 });
}

/** Runs a command, shows what it prints, and resolves with its exit code and output. */
function run(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output += data;
        process.stdout.write(data);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: stripVTControlCharacters(output) }));
  });
}

/** A command that is one check: it passes or fails. */
async function check(command: string, ...args: string[]): Promise<Counts> {
  const { code } = await run(command, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A failed exit without a failed test is a failure all the same. */
function counted(code: number | null, passed: number, failed: number): Counts {
  return { passed, failed: failed || (code === 0 && passed > 0 ? 0 : 1) };
}

// Without the function's own deno.json: under it Deno does not find the types of Node.
const deno = ['--node-modules-dir=manual'];
/** What the rules of .dependency-cruiser.mjs are about. */
const HOUSE = [
  ...['supabase/functions', 'web', 'importer/src', 'sdk/src', 'local', 'backup', 'deploy', 'bench'],
  'tests',
];

await step('Types of the routes', () => check(bin('svelte-kit'), 'sync'));
await step('SDK build', () => check('npm', 'run', 'build', '--workspace', 'sdk'));
// Side by side: each of these keeps one core busy.
await Promise.all([
  step('Format', () => check(bin('prettier'), '--check', '--log-level', 'warn', '.'))
    .then(() => step('Lint', () => check(bin('eslint'), '.')))
    .then(() =>
      step('Lint of the Edge Functions', () => check(bin('deno'), 'lint', 'supabase/functions/')),
    )
    .then(() =>
      step('Imports', () =>
        check(bin('depcruise'), '--config', '.dependency-cruiser.mjs', ...HOUSE),
      ),
    ),
  step('Types', () =>
    check(bin('svelte-check'), '--tsconfig', './tsconfig.json', '--fail-on-warnings'),
  ).then(() =>
    step('Types of the Edge Functions', () =>
      check(bin('deno'), 'check', ...deno, 'supabase/functions/'),
    ),
  ),
]);
await step('Dashboard build', () => check(bin('vite'), 'build', '--logLevel', 'warn'));

const { stop, ...stack } = await startStack();
env.TINYCRM_STACK = JSON.stringify(stack);
env.PUBLIC_SUPABASE_URL = stack.apiUrl;
env.PUBLIC_SUPABASE_PUBLISHABLE_KEY = stack.publishableKey;
env.PUBLIC_INGEST_URL = stack.ingestUrl;
env.SMTP_URL = stack.smtpUrl;
env.CRON_SECRET = CRON_SECRET;
env.ATTEMPTS_PER_VISITOR = MANY_ATTEMPTS;

await Promise.all([
  step('Database (pgTAP), nothing granted by default', () => runPgtap(stack.adminUrl)),
  step('Database (pgTAP), everything granted by default', async () => {
    const open = await startStack('--default-privileges', 'open');
    try {
      return await runPgtap(open.adminUrl);
    } finally {
      await open.stop();
    }
  }),
]);

/** Runs tests of the functions with a Deno, and counts them. */
async function testFunctions(executable: string, ...args: string[]): Promise<Counts> {
  const { code, output } = await run(executable, ['test', '--allow-all', ...deno, ...args]);
  const [, passed, failed] = output.match(/(\d+) passed.*?(\d+) failed/) ?? [];
  return counted(code, Number(passed ?? 0), Number(failed ?? 0));
}

await step('Edge Functions (Deno)', () => testFunctions(bin('deno'), 'supabase/functions/'));
const hostedDeno = hostedDenoExecutable();
if (hostedDeno) {
  await step('Edge Functions on the hosted Deno', () =>
    testFunctions(
      hostedDeno,
      // Types are checked once, by ours.
      '--no-check',
      '--no-lock',
      'supabase/functions/_shared/testing/hosted.ts',
    ),
  );
} else {
  console.log('\nThe Deno of hosted Supabase is for x64 Linux: its tests are left out here.');
}

await step('Units and the whole path over HTTP (vitest)', async () => {
  const report = 'test-results/vitest.json';
  const { code } = await run(bin('vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ]);
  const { numPassedTests, numFailedTests } = JSON.parse(await readFile(report, 'utf8'));
  return counted(code, numPassedTests, numFailedTests);
});

await step('Browser (Playwright)', async () => {
  const port = await freePort();
  env.WEB_URL = `http://127.0.0.1:${port}`;
  const preview = spawn(
    bin('vite'),
    ['preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
    { env, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  try {
    const { code, output } = await run(bin('playwright'), ['test', '--reporter=list']);
    const count = (word: string) => Number(output.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
    return counted(code, count('passed'), count('failed'));
  } finally {
    preview.kill();
  }
});

await stop();
await rm('test-results/vitest.json', { force: true });

console.log('\n── Summary');
for (const { name, counts, seconds } of summary) {
  const mark = counts.failed ? '✗' : '✓';
  const count = `${counts.passed} passed, ${counts.failed} failed`;
  console.log(`${mark} ${name.padEnd(52)} ${count.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s`);
}
const total = (key: keyof Counts) => summary.reduce((sum, { counts }) => sum + counts[key], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') ? 1 : 0;
