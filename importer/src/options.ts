import { parseArgs } from 'node:util';
import { basename } from 'node:path';
import { Failure } from './failure.ts';

export const USAGE = `tinycrm-import: imports customers into a TinyCRM project

  tinycrm-import <file>                           a CSV, TSV, .xlsx or .ods file; - for standard input
  tinycrm-import postgres://… --table users       a table, or --query "select …"
  tinycrm-import postgres://… --table auth.users  Supabase users
  tinycrm-import woocommerce https://shop.example with WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET
  tinycrm-import stripe                           with STRIPE_API_KEY
  tinycrm-import undo [import]                    undoes the import with this id, or the latest one

  --map <uses>        what each column is: email=mail,name=full_name,status=state,
                      created=created_at,seen=last_login,tags=labels,notes=comment,
                      plan,mrr=price. A name alone is a param.
                      By default, columns are guessed.
  --status <words>    what values in the status column mean: active=paid,closed=churned
  --encoding <name>   the file’s encoding, such as windows-1252 or shift_jis; detected by default
  --sheet <name>      the sheet of an .xlsx or .ods file; default: the first that isn’t empty
  --dry-run           reads and checks everything, sends nothing
  --accept-warnings   imports despite warnings about the file; without it, you are
                      asked, or the import stops if it can’t ask
  --from <row>        skips the rows before this one, to resume an interrupted import
  --invalid <file>    where to write invalid rows (default: tinycrm-import-invalid.csv)
  --url <address>     your TinyCRM’s address (default: TINYCRM_URL)
  --help              show this help

Reads the project’s API key from TINYCRM_KEY. It’s safe to run an import again. An import can
be undone for 30 days, with the key that made it: new customers are removed, changed ones
restored, and those that changed since are left alone.
Exits with 0 if everything was imported, and with 1 if rows were invalid or it stopped.
`;

export type Options = ReturnType<typeof readOptions>;

const DEFAULT_URL = 'https://app.tinycrm.dev/v1';

/** The options that the program was started with. Throws a Failure that says how to start it. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv) {
  const { values, positionals } = parse(args);
  const [source, address] = positionals;
  if (!source && !values.help) throw new Failure(`Choose what to import.\n\n${USAGE}`);
  const from = Number(values.from ?? 1);
  if (!Number.isInteger(from) || from < 1)
    throw new Failure('--from is the number of a row, 1 or more.');
  const apiKey = env.TINYCRM_KEY ?? '';
  if (!apiKey && !values['dry-run'] && !values.help) {
    throw new Failure(
      'Set TINYCRM_KEY to one of the project’s API keys. Create one on its page under Projects.',
    );
  }
  const isUndo = source === 'undo';
  if (isUndo && values['dry-run']) throw new Failure('undo has no --dry-run.');
  return {
    isUndo,
    importId: isUndo ? (address ?? '') : '',
    name: nameOf(source ?? '', values.table),
    help: values.help ?? false,
    source: source ?? '',
    address: address ?? '',
    table: values.table,
    query: values.query,
    map: values.map,
    status: values.status,
    encoding: values.encoding,
    sheet: values.sheet,
    acceptsWarnings: values['accept-warnings'] ?? false,
    isDryRun: values['dry-run'] ?? false,
    from,
    invalid: values.invalid ?? 'tinycrm-import-invalid.csv',
    url: (values.url ?? env.TINYCRM_URL ?? DEFAULT_URL).replace(/\/+$/, ''),
    apiKey,
    env,
  };
}

/** What the Import page calls an import from this source. No address is in it, which may hold a password. */
function nameOf(source: string, table: string | undefined): string {
  if (/^postgres(ql)?:/.test(source)) return table ? `Postgres: ${table}` : 'Postgres';
  if (source === 'woocommerce') return 'WooCommerce';
  if (source === 'stripe') return 'Stripe';
  return source === '-' ? 'standard input' : basename(source).slice(0, 200);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        map: { type: 'string' },
        status: { type: 'string' },
        encoding: { type: 'string' },
        sheet: { type: 'string' },
        table: { type: 'string' },
        query: { type: 'string' },
        'dry-run': { type: 'boolean' },
        'accept-warnings': { type: 'boolean' },
        from: { type: 'string' },
        invalid: { type: 'string' },
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new Failure(`${(cause as Error).message}\n\n${USAGE}`);
  }
}
