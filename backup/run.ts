import { explain, Failure } from '../local/failure.ts';
import { withDatabase } from '../local/with-database.ts';
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
    console.log('A key from before is accepted.');
  } else if (command === 'dump' && first && second) {
    tell('Dumped', await withDatabase(first, (sql) => dump(sql, second)));
  } else if (command === 'restore' && first && second) {
    tell('Restored', await withDatabase(second, (sql) => restore(sql, first)));
  } else throw new Failure(USAGE);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function tell(done: string, { tables }: Manifest): void {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`${done} ${rows} rows of ${tables.length} tables.`);
}
