import { parseArgs } from 'node:util';
import { Failure } from './failure.ts';

export const USAGE = `tinycrm-import: brings customers into a project of TinyCRM

  tinycrm-import <file>                           a CSV, TSV, .xlsx or .ods file, - for standard input
  tinycrm-import postgres://… --table users       a table, or --query "select …"
  tinycrm-import postgres://… --table auth.users  the users of Supabase
  tinycrm-import woocommerce https://shop.example with WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET
  tinycrm-import stripe                           with STRIPE_API_KEY

  --map <uses>        which column is what: email=mail,name=full_name,status=state,
                      created=created_at,seen=last_login,plan,mrr=price. A name alone is a param.
                      Without it the columns are guessed.
  --status <words>    what words of the status column mean: active=paid,closed=churned
  --encoding <name>   the encoding of a file, such as windows-1252 or shift_jis; else it is found
  --sheet <name>      the sheet of an .xlsx or .ods file; else the first with something in it
  --dry-run           reads and checks everything, and sends nothing
  --accept-warnings   imports a file as it was read, whatever is doubtful in it; without
                      it the program asks, or stops where it cannot ask
  --from <row>        leaves out the rows before this one, to go on where a run was cut off
  --invalid <file>    where rows that cannot be imported go (tinycrm-import-invalid.csv)
  --url <address>     where TinyCRM is, else TINYCRM_URL
  --help              this text

The API key of the project is read from TINYCRM_KEY. Running an import again is safe.
Exits with 0 when all is imported, and with 1 when some rows were invalid or it stopped.
`;

export type Options = ReturnType<typeof readOptions>;

const DEFAULT_URL = 'https://app.tinycrm.dev/v1';

/** The options that the program was started with. Throws a Failure that says how to start it. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv) {
  const { values, positionals } = parse(args);
  const [source, address] = positionals;
  if (!source && !values.help) throw new Failure(`Say what to import.\n\n${USAGE}`);
  const from = Number(values.from ?? 1);
  if (!Number.isInteger(from) || from < 1)
    throw new Failure('--from is the number of a row, 1 or more.');
  const apiKey = env.TINYCRM_KEY ?? '';
  if (!apiKey && !values['dry-run'] && !values.help) {
    throw new Failure(
      'Set TINYCRM_KEY to a key of the project: its page under Projects makes one.',
    );
  }
  return {
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
