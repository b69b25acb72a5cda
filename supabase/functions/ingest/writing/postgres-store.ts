import type { DatabasePool } from '../../_shared/database/pool.ts';
import {
  deadlineMs,
  type IdentifyCall,
  type IdentifyOutcome,
  type ImportOutcome,
  type ImportRow,
  type PingCall,
  type PingOutcome,
  type ProjectLimit,
  type Refusal,
  type Store,
  type UndoneImport,
} from './store.ts';
import { DatabaseUnavailable } from '../../_shared/database/unavailable.ts';

/** A step of undoing takes back 1,000 customers; a statement may take 10 s. */
const UNDO_MS = 10_000;

/** The store that writes through the SQL functions of the schema `ingest`. */
export function createPostgresStore(pool: DatabasePool): Store {
  /** Hands calls to a SQL function in one transaction and puts its outcomes in their order. */
  async function write<Outcome extends string>(
    statement: string,
    calls: readonly (IdentifyCall | PingCall | ImportRow)[],
    ...step: unknown[]
  ): Promise<Outcome[]> {
    const rows = await pool.ask<{ ordinal: number; outcome: string }>(
      statement,
      [JSON.stringify(calls.map(toSql)), ...step],
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
    startImport: async (keyHash, name) => {
      const [started] = await pool.ask<{ id: string | null }>(
        'select import_id as id from ingest.start_import($1, $2)',
        [keyHash, name],
      );
      return started?.id ?? null;
    },
    importRows: async (rows) => {
      const outcomes: ImportOutcome[] = [];
      for (const step of stepsOf(rows)) {
        const { keyHash, importId, firstRow } = step[0]!;
        const written = await write<ImportOutcome>(
          'select ordinal, outcome from ingest.import_customers($2, $3, $4, $1)',
          step,
          ...[keyHash, importId, firstRow],
        );
        outcomes.push(...written);
      }
      return outcomes;
    },
    undoImport: async (keyHash, importId) => {
      const [undone] = await pool.ask<UndoneImport>(
        `select outcome, id, file_name as "fileName", created_at as "createdAt", undone_at as "undoneAt", removed, restored, kept
         from ingest.undo_import($1, $2)`,
        [keyHash, importId],
        UNDO_MS,
      );
      if (!undone) throw new DatabaseUnavailable('incomplete_answer');
      return undone;
    },
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

/** The rows of each step, which is a transaction of its own: it locks whom it is about beforehand. */
function stepsOf(rows: readonly ImportRow[]): ImportRow[][] {
  const steps: ImportRow[][] = [];
  for (const row of rows) {
    const step = steps.at(-1);
    const [last] = step ?? [];
    const isSame =
      last?.importId === row.importId &&
      last.keyHash === row.keyHash &&
      last.firstRow === row.firstRow;
    if (step && isSame) step.push(row);
    else steps.push([row]);
  }
  return steps;
}

/** A call as the SQL functions take it. JSON leaves out what is undefined. */
function toSql(call: IdentifyCall | PingCall | ImportRow): object {
  if ('importId' in call) {
    // How long it waited for its turn is of no interest.
    const { email, name, status, params, tags, notes, created_at, seen_at } = call;
    return { email, name, status, params, tags, notes, created_at, seen_at };
  }
  const { keyHash, age, ...fields } = call;
  return { key_hash: keyHash, age_ms: age, ...fields };
}

function refusalToSql({ keyHash, ...fields }: Refusal): object {
  return { key_hash: keyHash, ...fields };
}
