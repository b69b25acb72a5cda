import type { PostgresConnection } from '@supabase/lite/postgres';

type Sql = PostgresConnection['driver'];
type Vars = Parameters<PostgresConnection['withContext']>[0];
type How = Parameters<PostgresConnection['withContext']>[2];

interface Catalog {
  timeoutOfRole: Map<string, string>;
  /** The functions of the API by name: what each raises the limit to, and whether it may write. */
  functions: Map<string, { timeout: string | null; writes: boolean }>;
}

/**
 * What PostgREST sets for the transaction of a request and @supabase/lite does not: how long the role's
 * statements may take, or the function that is called, and that a stable function writes nothing.
 */
export class TransactionSettings {
  #sql: Sql;
  #catalog: Promise<Catalog> | undefined;

  /** `sql`: a role that may read the whole catalog. */
  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Reads the catalog again before the next request. */
  forget(): void {
    this.#catalog = undefined;
  }

  async of(vars: Vars, how: How): Promise<{ timeout: string; readOnly: boolean }> {
    this.#catalog ??= this.#read();
    const { timeoutOfRole, functions } = await this.#catalog;
    const { role } = (vars?.auth ?? {}) as { role?: unknown };
    const called = functions.get(how?.rpc?.path.replace('/rpc/', '') ?? '');
    return {
      timeout: called?.timeout ?? timeoutOfRole.get(String(role || 'anon')) ?? '0',
      readOnly: called ? !called.writes : false,
    };
  }

  async #read(): Promise<Catalog> {
    const settings = (of: string) =>
      `(select split_part(setting, '=', 2) from unnest(${of}) setting where setting like 'statement_timeout=%')`;
    const roles = await this.#sql.unsafe(
      `select rolname as name, ${settings('rolconfig')} as timeout from pg_roles`,
    );
    const functions = await this.#sql.unsafe(
      `select proname as name, ${settings('proconfig')} as timeout, provolatile = 'v' as writes
       from pg_proc where pronamespace = 'public'::regnamespace`,
    );
    return {
      timeoutOfRole: new Map(roles.map(({ name, timeout }) => [name, timeout])),
      functions: new Map(functions.map(({ name, ...how }) => [name, how as never])),
    };
  }
}
