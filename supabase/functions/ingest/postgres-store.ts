import type postgres from 'postgres';
import type { DatabasePool } from './database-pool.ts';
import {
  type IdentifyCall,
  type IdentifyOutcome,
  type PingCall,
  type PingOutcome,
  type Store,
  StoreUnavailable,
} from './store.ts';

/** A batch has more to do: 500 calls may take 7.5 s longer. */
const EXTRA_MS_PER_CALL = 15;

type Rows = PromiseLike<{ ordinal: number; outcome: string }[]>;

/** The store that writes through the SQL functions of the schema `ingest`. */
export function createPostgresStore(pool: DatabasePool): Store {
  /** Hands calls to a SQL function in one transaction and puts its outcomes in their order. */
  async function write<Outcome extends string>(
    calls: readonly (IdentifyCall | PingCall)[],
    query: (sql: postgres.Sql, calls: postgres.Parameter) => Rows,
  ): Promise<Outcome[]> {
    const extraMs = calls.length * EXTRA_MS_PER_CALL;
    const rows = await pool.ask((sql) => query(sql, sql.json(calls.map(toSql))), extraMs);
    const outcomes = new Array<Outcome | undefined>(calls.length).fill(undefined);
    for (const { ordinal, outcome } of rows) outcomes[ordinal] = outcome as Outcome;
    if (outcomes.includes(undefined)) throw new StoreUnavailable('incomplete_answer');
    return outcomes as Outcome[];
  }

  return {
    identify: (calls) =>
      write<IdentifyOutcome>(
        calls,
        (sql, json) => sql`select ordinal, outcome from ingest.identify(${json})`,
      ),
    ping: (calls) =>
      write<PingOutcome>(
        calls,
        (sql, json) => sql`select ordinal, outcome from ingest.ping(${json})`,
      ),
    check: async () => void (await pool.ask((sql) => sql`select 1`)),
  };
}

/** A call as the SQL functions take it. JSON leaves out what is undefined. */
function toSql({ keyHash, age, ...fields }: IdentifyCall | PingCall): postgres.JSONValue {
  return { key_hash: keyHash, age_ms: age, ...fields } as unknown as postgres.JSONValue;
}
