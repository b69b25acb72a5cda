import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { Failure } from './failure.ts';
import { loadPrivateJson, type Keys } from './keys.ts';
import { readPort } from './ports.ts';
import { projectRoot } from './project.ts';

// npm run sql [-- --db-port 54322] ["select …"]
// The database of npm start, as the owner of its tables: in psql where that is installed, else here.
const MAX_ROWS = 1000;

try {
  await run();
} catch (error) {
  process.stderr.write(`${reason(error)}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { 'db-port': { type: 'string', default: '54322' } },
    allowPositionals: true,
  });
  const keys = loadPrivateJson<Keys>(join(projectRoot, '.local', 'keys.json'));
  if (!keys) throw new Failure('There is no local database yet: npm start makes it.');
  const url = `postgres://postgres:${keys.ownerPassword}@127.0.0.1:${readPort(values['db-port'], '--db-port')}/postgres`;

  const [statement] = positionals;
  if (statement === undefined && process.stdin.isTTY) {
    // The password goes along where no other process sees it.
    const psql = spawnSync('psql', [url.replace(/:[^:@]*@/, '@')], {
      stdio: 'inherit',
      env: { ...process.env, PGPASSWORD: keys.ownerPassword },
    });
    if (!psql.error) {
      process.exitCode = psql.status ?? 1;
      return;
    }
  }
  const sql = postgres(url, { max: 1, onnotice: ({ message }) => console.log(message) });
  try {
    await sql`select 1`.catch((error: unknown) => {
      throw new Failure(`${reason(error)}\nIs npm start running? It has the database.`);
    });
    if (statement !== undefined) await show(sql, statement);
    else await converse(sql);
  } finally {
    await sql.end();
  }
}

/** What went wrong, in the words of the database or of the system. */
function reason(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return message || code || String(error);
}

/** Runs what is typed, a statement at a time: each ends with a semicolon. */
async function converse(sql: postgres.Sql): Promise<void> {
  const isTyped = Boolean(process.stdin.isTTY);
  if (isTyped) console.log('End each statement with a semicolon. Ctrl-D ends this.');
  const lines = createInterface({
    input: process.stdin,
    output: isTyped ? process.stdout : undefined,
  });
  const prompt = (text: string) => {
    if (!isTyped) return;
    lines.setPrompt(text);
    lines.prompt();
  };
  let typed = '';
  prompt('sql> ');
  for await (const line of lines) {
    typed += `${line}\n`;
    if (typed.trim() === '') typed = '';
    if (/;\s*$/.test(typed)) {
      await show(sql, typed).catch((error: unknown) => {
        console.error(reason(error));
        if (!isTyped) process.exitCode = 1;
      });
      typed = '';
    }
    prompt(typed ? '  -> ' : 'sql> ');
  }
  if (typed.trim()) await show(sql, typed);
}

async function show(sql: postgres.Sql, statement: string): Promise<void> {
  const answer = await sql.unsafe(statement).simple();
  const results = (Array.isArray(answer[0]) ? answer : [answer]) as unknown as postgres.RowList<
    Record<string, unknown>[]
  >[];
  for (const rows of results) {
    if (rows.columns?.length) console.table(rows.slice(0, MAX_ROWS).map(plain));
    if (rows.length > MAX_ROWS) console.log(`… and ${rows.length - MAX_ROWS} more`);
    else console.log(`${rows.command} ${rows.count ?? ''}`.trim());
  }
  if (!process.stdout.writableNeedDrain) return;
  await once(process.stdout, 'drain');
}

/** JSON on one line, and times as Postgres' own: console.table would cut both. */
function plain(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date
        ? value.toISOString()
        : typeof value === 'object' && value !== null
          ? JSON.stringify(value)
          : value,
    ]),
  );
}
