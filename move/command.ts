import { parseArgs } from 'node:util';
import type postgres from 'postgres';
import { Failure } from '../local/failure.ts';
import { Progress } from '../local/progress.ts';
import { withDatabase } from '../local/with-database.ts';
import { confirmMove, moveAccount, previewMove } from './move-account.ts';
import { countRows, type Options } from './moves.ts';
import { undoMove } from './way-back.ts';

const USAGE = `npm run move-account -- --from <postgres url> --to <postgres url> --account <id>
  moves an account from one database to another. With one of
  --dry-run   it says what it would copy, and changes nothing
  --undo      it brings the account back, with all that was written since
  --confirm   it removes what the first database still has of it`;

/** As wide as the longest name of a table. */
const WIDTH = 30;

/** Does what the arguments say, and prints what it does. Throws a Failure that says what to do. */
export async function runCommand(args: string[], print: (line: string) => void): Promise<void> {
  const { from, to, account, ...flags } = readFlags(args);
  await connected('--from', from, (source) =>
    connected('--to', to, (target) => {
      const progress = new Progress(print);
      const step: Options['step'] = (name, run, note) =>
        progress.step(name.padEnd(WIDTH), run, note);
      return run({ from: source, to: target, account, step }, flags, print);
    }),
  );
}

async function run(
  options: Options,
  flags: Pick<ReturnType<typeof readFlags>, 'dry-run' | 'undo' | 'confirm'>,
  print: (line: string) => void,
): Promise<void> {
  if (flags['dry-run']) {
    const tables = await previewMove(options);
    for (const { name, rows, bytes } of tables) {
      print(`  ${name.padEnd(WIDTH)}${megabytes(bytes).padStart(12)}   ${countRows(rows)}`);
    }
    const sum = (of: 'rows' | 'bytes') => tables.reduce((all, table) => all + table[of], 0);
    print(`It would copy ${countRows(sum('rows'))}, ${megabytes(sum('bytes'))}.`);
  } else if (flags.undo) {
    await undoMove(options);
    print('The account is back in --from, and --to has none of it.');
  } else if (flags.confirm) {
    await confirmMove(options);
    print('The account is now only in --to.');
  } else {
    const closed = await moveAccount(options);
    print(
      `The account is now in --to. It was locked for ${closed} ms.\n` +
        'Give its products and people the new address. Then run this with --confirm to delete what is left in --from. Until then, --undo moves it back.',
    );
  }
}

function readFlags(args: string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string', default: '' } as const;
  const options = {
    ...{ from: text, to: text, account: text },
    ...{ 'dry-run': flag, undo: flag, confirm: flag },
  };
  let values;
  try {
    values = parseArgs({ args, options }).values;
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message.split('.')[0] : error}.\n${USAGE}`);
  }
  const { from, to, account, ...flags } = values;
  const isUrl = (url: string) =>
    URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol);
  if (!isUrl(from) || !isUrl(to) || Object.values(flags).filter(Boolean).length > 1) {
    throw new Failure(USAGE);
  }
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(account)) {
    throw new Failure(`--account takes the id of an account, a UUID.\n${USAGE}`);
  }
  return values;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e5 ? 3 : 1)} MB`;
}

/** One connection that lasts: what is locked and set belongs to it. */
async function connected<T>(
  which: string,
  url: string,
  use: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  return withDatabase(
    url,
    async (sql) => {
      await sql`select set_config('statement_timeout', '0', false), set_config('idle_in_transaction_session_timeout', '0', false)`.catch(
        (error: unknown) => {
          throw explainConnection(error, which);
        },
      );
      return use(sql);
    },
    { max_lifetime: null },
  );
}

/** TLS is explained elsewhere. */
function explainConnection(error: unknown, which: string): unknown {
  const { code, message } = error as { code?: string; message?: string };
  if (code === '28P01' || code === '28000') {
    return new Failure(`The ${which} database rejected the user or password in its URL.`);
  }
  if (/^(ECONN|ENOTFOUND|ETIMEDOUT|EHOST|CONNECT_TIMEOUT|3D000)/.test(String(code))) {
    return new Failure(`The ${which} database isn’t responding: ${message}. Check its URL.`);
  }
  return error;
}
