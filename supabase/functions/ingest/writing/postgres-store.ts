import type { DatabasePool } from '../../_shared/database/pool.ts';
import {
  deadlineMs,
  type IdentifyCall,
  type IdentifyOutcome,
  type PingCall,
  type PingOutcome,
  type ProjectLimit,
  type Refusal,
  type Store,
} from './store.ts';
import { DatabaseUnavailable } from '../../_shared/database/unavailable.ts';

/** The store that writes through the SQL functions of the schema `ingest`. */
export function createPostgresStore(pool: DatabasePool): Store {
  /** Hands calls to a SQL function in one transaction and puts its outcomes in their order. */
  async function write<Outcome extends string>(
    statement: string,
    calls: readonly (IdentifyCall | PingCall)[],
  ): Promise<Outcome[]> {
    const rows = await pool.ask<{ ordinal: number; outcome: string }>(
      statement,
      [JSON.stringify(calls.map(toSql))],
      deadlineMs(calls.length),
    );
    const outcomes = new Array<Outcome | undefined>(calls.length).fill(undefined);
    for (const { ordinal, outcome } of rows) outcomes[ordinal] = outcome as Outcome;
    if (outcomes.includes(undefined)) throw new DatabaseUnavailable('incomplete_answer');
    return outcomes as Outcome[];
  }

  return {
    identify: (calls) =>
      write<IdentifyOutcome>('select ordinal, outcome from ingest.identify($1)', calls),
    ping: (calls) => write<PingOutcome>('select ordinal, outcome from ingest.ping($1)', calls),
    limits: (keyHashes) =>
      pool.ask<ProjectLimit>(
        `select key_hash as "keyHash", account_id as "accountId", project_id as "projectId", calls_per_second as "callsPerSecond"
         from ingest.project_limits($1)`,
        [[...keyHashes]],
      ),
    reportRefusals: async (refusals) => {
      await pool.ask('select ingest.report_refusals($1)', [
        JSON.stringify(refusals.map(refusalToSql)),
      ]);
    },
    check: async () => void (await pool.ask('select 1')),
  };
}

/** A call as the SQL functions take it. JSON leaves out what is undefined. */
function toSql({ keyHash, age, ...fields }: IdentifyCall | PingCall): object {
  return { key_hash: keyHash, age_ms: age, ...fields };
}

function refusalToSql({ keyHash, ...fields }: Refusal): object {
  return { key_hash: keyHash, ...fields };
}
