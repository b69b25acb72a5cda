import postgres from 'postgres';
import { StoreUnavailable } from './store.ts';

/** Where hosted Supabase has its pooler in transaction mode, which loses named statements. */
const TRANSACTION_POOLER_PORT = '6543';
/** What a pooler of that kind elsewhere answers: no such statement, or one that somebody else made. */
const LOST_STATEMENT = new Set(['26000', '42P05']);

export interface DatabasePoolOptions {
  /** Connections of one isolate. Hosted Supabase runs many isolates side by side. */
  connections?: number;
  /** How long a query may take that names no deadline of its own, connecting and queueing included. */
  deadlineMs?: number;
}

export interface DatabasePool {
  /**
   * Resolves with what the query finds, or rejects with StoreUnavailable, at the deadline at the
   * latest. What a query did when its deadline passes is unknown.
   */
  ask<Found>(query: (sql: postgres.Sql) => PromiseLike<Found>, deadlineMs?: number): Promise<Found>;
  close(): Promise<void>;
}

/** Connections made together, and those who wait for an answer on them. */
interface Generation {
  sql: postgres.Sql;
  waiting: Set<(reason: string) => void>;
}

/** A few connections to the database at `url`, made when first used and again when they died. */
export function openDatabasePool(url: string, options: DatabasePoolOptions = {}): DatabasePool {
  const { connections = 4, deadlineMs: standardMs = 2_500 } = options;
  let prepare = new URL(url).port !== TRANSACTION_POOLER_PORT;
  let current = connect();
  let lastAnswer = performance.now();

  function connect(): Generation {
    const sql = postgres(url, {
      max: connections,
      prepare,
      fetch_types: false,
      // A notice can quote what a customer sent.
      onnotice: () => {},
      connect_timeout: Math.ceil(standardMs / 1000),
      idle_timeout: 30,
    });
    return { sql, waiting: new Set() };
  }

  /**
   * When nobody was answered since `asked`, the database or the way to it is dead, perhaps without
   * a word. Everybody who waits is told at once, and the next call tries new connections.
   */
  function giveUp(generation: Generation, asked: number): void {
    if (generation !== current || lastAnswer >= asked) return;
    current = connect();
    for (const tell of generation.waiting) tell('connections_lost');
    void generation.sql.end({ timeout: 0 });
  }

  /** Unnamed statements work everywhere and cost one round trip more. */
  function useUnnamed(): void {
    if (!prepare) return;
    prepare = false;
    const { sql } = current;
    current = connect();
    // Those who still wait on the old connections are answered there.
    void sql.end();
  }

  return {
    ask(query, deadlineMs = standardMs) {
      const asked = performance.now();
      const generation = current;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          fail('deadline');
          giveUp(generation, asked);
        }, deadlineMs);
        const settle = () => {
          clearTimeout(timer);
          generation.waiting.delete(fail);
        };
        const fail = (reason: string) => {
          settle();
          reject(new StoreUnavailable(reason));
        };
        generation.waiting.add(fail);

        query(generation.sql).then(
          (found) => {
            settle();
            lastAnswer = performance.now();
            resolve(found);
          },
          (error) => {
            fail(reasonOf(error));
            if (LOST_STATEMENT.has(reasonOf(error))) useUnnamed();
            if (error instanceof postgres.PostgresError) lastAnswer = performance.now();
            else giveUp(generation, asked);
          },
        );
      });
    },
    close: () => current.sql.end({ timeout: 1 }),
  };
}

/** The SQLSTATE or the code of the system. A message could hold what was sent. */
function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown');
}
