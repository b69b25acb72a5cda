import type postgres from 'postgres';
import type { DatabasePool } from './database-pool.ts';
import {
  deadlineMs,
  type IdentifyCall,
  type IdentifyOutcome,
  type PingCall,
  type PingOutcome,
  type ProjectLimit,
  type Rejection,
  type Store,
  StoreUnavailable,
} from './store.ts';

type Rows = PromiseLike<{ ordinal: number; outcome: string }[]>;

/** The store that writes through the SQL functions of the schema `ingest`. */
export function createPostgresStore(pool: DatabasePool): Store {
  /** Hands calls to a SQL function in one transaction and puts its outcomes in their order. */
  async function write<Outcome extends string>(
    calls: readonly (IdentifyCall | PingCall)[],
    query: (sql: postgres.Sql, calls: postgres.Parameter) => Rows,
  ): Promise<Outcome[]> {
    const rows = await pool.ask(
      (sql) => query(sql, sql.json(calls.map(toSql))),
      deadlineMs(calls.length),
    );
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
    limits: async (keyHashes) => [
      ...(await pool.ask(
        (sql) => sql<ProjectLimit[]>`
          select key_hash as "keyHash", project_id as "projectId", calls_per_second as "callsPerSecond"
          from ingest.project_limits(${`{${keyHashes.join()}}`})`,
      )),
    ],
    reject: async (rejections) => {
      await pool.ask(
        (sql) => sql`select ingest.report_rejections(${sql.json(rejections.map(rejectionToSql))})`,
      );
    },
    check: async () => void (await pool.ask((sql) => sql`select 1`)),
  };
}

/** A call as the SQL functions take it. JSON leaves out what is undefined. */
function toSql({ keyHash, age, ...fields }: IdentifyCall | PingCall): postgres.JSONValue {
  return { key_hash: keyHash, age_ms: age, ...fields } as unknown as postgres.JSONValue;
}

function rejectionToSql({ keyHash, ...fields }: Rejection): postgres.JSONValue {
  return { key_hash: keyHash, ...fields };
}
