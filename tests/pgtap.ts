import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import postgres from 'postgres';
import { Parser } from 'tap-parser';
import { stack, startStack } from './stack.ts';

// node tests/pgtap.ts [--default-privileges open] [files…]: on the stack of TINYCRM_STACK, else on
// one of its own.

const folder = 'supabase/tests';

/** pgTAP is plain SQL, so the server needs no file of it. */
async function pgtapSql(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite-pgtap');
  const { stdout } = await promisify(execFile)(
    'tar',
    ['-xzOf', join(dirname(main), 'pgtap.tar.gz'), 'share/postgresql/extension/pgtap--1.3.5.sql'],
    { maxBuffer: 2 ** 24 },
  );
  return stdout;
}

/** Turns what a file printed into a count and, for each failure, a line with a ✗ and its reasons. */
function judge(tap: string): { passed: number; failures: string[] } {
  const failures: string[] = [];
  let passed = 0;
  let explaining = false;
  for (const [event, data] of Parser.parse(tap)) {
    if (event === 'assert') {
      explaining = !data.ok;
      if (data.ok) passed++;
      else failures.push(`✗ ${data.id} ${data.name}`);
    } else if (event === 'comment' && explaining && !data.startsWith('# Failed')) {
      failures.push(data.replace(/^#/gm, ' ').trimEnd());
    } else if (event === 'complete' && (data.count === 0 || data.count !== data.plan.end)) {
      failures.push(`✗ planned ${data.plan.end ?? 0} tests and ran ${data.count}`);
    }
  }
  return { passed, failures };
}

/** What Postgres says of a statement that stopped the file, and where when it knows. */
function describeError(error: unknown, text: string): string[] {
  if (!(error instanceof postgres.PostgresError)) throw error;
  const { position, code, message, detail, where } = error;
  const line = position ? ` at line ${text.slice(0, Number(position)).split('\n').length}` : '';
  const reasons = [detail, where].flatMap((reason) => reason?.split('\n') ?? []);
  return [`✗ raised ${code}${line}: ${message}`, ...reasons.map((reason) => `  ${reason}`)];
}

/**
 * Runs pgTAP files (all by default) on a database and prints a line for each. `adminUrl` is a
 * superuser's. Everything happens in one transaction that is rolled back, pgTAP included, so that
 * nothing of it stays; a savepoint keeps the files apart.
 */
export async function runPgtap(
  adminUrl: string,
  files = globSync(`${folder}/**/*.test.sql`).sort(),
  print: (line: string) => void = console.log,
): Promise<{ passed: number; failed: number }> {
  const sql = postgres(adminUrl, { max: 1, onnotice() {} });
  const total = { passed: 0, failed: files.length ? 0 : 1 };
  try {
    await sql.unsafe('begin; create schema tap; set local search_path = tap, public').simple();
    await sql.unsafe(await pgtapSql()).simple();
    await sql.unsafe(await readFile(`${folder}/helpers.sql`, 'utf8')).simple();
    for (const file of files) {
      const start = performance.now();
      const { passed, failures, failed } = await runFile(sql, await readFile(file, 'utf8'));
      total.passed += passed;
      total.failed += failed;
      const time = `${Math.round(performance.now() - start)} ms`;
      print(`${failed ? '✗' : '✓'} ${file}: ${passed} passed, ${failed} failed, ${time}`);
      for (const line of failures) print(line.replace(/^/gm, '    '));
    }
  } finally {
    await sql.end();
  }
  return total;
}

async function runFile(sql: postgres.Sql, text: string) {
  await sql.unsafe('savepoint file');
  try {
    const results = (await sql.unsafe(text).simple()) as unknown as postgres.RowList<never>[];
    const rows = (Array.isArray(results[0]) ? results : [results]).flatMap((result) => [...result]);
    const lines = rows.map((row) => String(Object.values(row)[0] ?? ''));
    const { passed, failures } = judge(lines.join('\n') + '\n');
    return { passed, failures, failed: failures.filter((line) => line.startsWith('✗')).length };
  } catch (error) {
    return { passed: 0, failures: describeError(error, text), failed: 1 };
  } finally {
    await sql.unsafe('rollback to savepoint file');
  }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { 'default-privileges': { type: 'string' } },
    allowPositionals: true,
  });
  const defaults = values['default-privileges'];
  const own =
    defaults || !process.env.TINYCRM_STACK
      ? await startStack(...(defaults ? ['--default-privileges', defaults] : []))
      : undefined;
  const files = positionals.length ? positionals : undefined;
  const { passed, failed } = await runPgtap((own ?? stack()).adminUrl, files);
  console.log(`${passed} passed, ${failed} failed`);
  await own?.stop();
  process.exitCode = failed ? 1 : 0;
}
