import type postgres from 'postgres';
import { connectTo, explainTls } from '../local/database.ts';
import { explain, Failure } from '../local/failure.ts';
import { drill } from './drill.ts';
import { dump, type Manifest } from './dump.ts';
import { restore } from './restore.ts';

// npm run backup -- dump <postgres url> <folder>
// npm run backup -- restore <folder> <postgres url>
// npm run backup -- drill
const USAGE = `Use one of:
  npm run backup -- dump <postgres url> <folder>
  npm run backup -- restore <folder> <postgres url>
  npm run backup -- drill`;

const [command, first, second] = process.argv.slice(2);
try {
  if (command === 'drill') {
    const { tables, rows, privileges } = await drill();
    console.log(`Dumped and restored ${rows} rows of ${tables} tables, all equal.`);
    console.log(`${privileges} owners, grants, policies, functions and triggers are equal.`);
    console.log('A key of before is accepted.');
  } else if (command === 'dump' && first && second) {
    tell('Dumped', await connected(first, (sql) => dump(sql, second)));
  } else if (command === 'restore' && first && second) {
    tell('Restored', await connected(second, (sql) => restore(sql, first)));
  } else throw new Failure(USAGE);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function connected<T>(url: string, run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = connectTo(url);
  try {
    return await run(sql);
  } catch (error) {
    const advice = explainTls(error, url);
    throw advice ? new Failure(advice) : error;
  } finally {
    await sql.end();
  }
}

function tell(done: string, { tables }: Manifest): void {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`${done} ${rows} rows of ${tables.length} tables.`);
}
