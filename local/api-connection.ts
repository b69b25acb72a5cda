import { PostgresConnection } from '@supabase/lite/postgres';
import { toPostgrestError } from './api-errors.ts';
import { TransactionSettings } from './api-transactions.ts';

type WithContext = PostgresConnection['withContext'];
type Introspect = PostgresConnection['introspect'];

/**
 * @supabase/lite's connection made to answer as PostgREST does. It overrides undocumented methods,
 * so the package is pinned and parity.test.ts asserts each difference.
 */
export class ApiConnection extends PostgresConnection {
  #catalog: PostgresConnection;
  #settings: TransactionSettings;

  /** `url`: the role requests start from. `adminUrl`: the role that reads the whole schema. */
  constructor(url: string, adminUrl: string) {
    super({
      url,
      postgresOptions: { ...options, max: 10, connection: { search_path: 'public, extensions' } },
    });
    // Its own auth.uid() and the like; bootstrap.sql has made hosted's.
    this.config.baseSchema = '';
    // While this is unknown, lite grants everything on every table to anon, and leaves the role
    // unswitched until it has seen a table with RLS. A private field, hence the detour.
    Object.assign(this, { rlsState: 'active' });
    // A role sees in information_schema only what it may use; PostgREST reads the bare catalog.
    this.#catalog = new PostgresConnection({
      url: adminUrl,
      postgresOptions: { ...options, max: 1 },
    });
    this.#settings = new TransactionSettings(this.#catalog.driver);
  }

  /** Keeps the schema cache true: Postgres notifies after each change of the schema, as hosted. */
  async watchSchema(): Promise<void> {
    await this.#catalog.driver.listen('pgrst', () => {
      void this.clearSchemaCache();
    });
  }

  override introspect: Introspect = (options) => this.#catalog.introspect(options);

  override async clearSchemaCache(): Promise<void> {
    await super.clearSchemaCache();
    await this.#catalog.clearSchemaCache();
    this.#settings.forget();
  }

  override withContext: WithContext = async (vars, run, how) => {
    try {
      // Without claims it is the server's own work, outside of any transaction.
      if (!vars) return await super.withContext(vars, run, how);
      const { timeout, readOnly } = await this.#settings.of(vars, how);
      return await super.withContext(
        vars,
        async (db) => {
          await db
            .selectNoFrom(({ fn, val }) => {
              const set = (name: string, value: string) =>
                fn('set_config', [val(name), val(value), val(true)]).as(name);
              const limit = set('statement_timeout', timeout);
              return readOnly ? [limit, set('transaction_read_only', 'on')] : [limit];
            })
            .execute();
          return run(db);
        },
        how,
      );
    } catch (error) {
      throw toPostgrestError(error);
    }
  };

  override async close(): Promise<void> {
    await this.#catalog.close();
    await super.close();
  }
}

// lite encodes a jsonb argument twice, bytea as its ASCII text, and numbers and times as strings
// that PostgREST writes otherwise.
const unchanged = (text: string) => text;
const isoTime = (text: string) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
const json = (value: unknown) =>
  typeof value === 'string' && isJson(value) ? value : JSON.stringify(value);
const types = {
  json: { to: 114, from: [114], serialize: json, parse: JSON.parse },
  jsonb: { to: 3802, from: [3802], serialize: json, parse: JSON.parse },
  numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
  bytea: { to: 17, from: [17], serialize: unchanged, parse: unchanged },
  timestamptz: { to: 1184, from: [1184], serialize: unchanged, parse: isoTime },
  timestamp: { to: 1114, from: [1114], serialize: unchanged, parse: isoTime },
};
const options = { onnotice() {}, types };

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
