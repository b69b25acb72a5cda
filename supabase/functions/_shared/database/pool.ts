import { DatabaseConnection, isAnswer, isFatal, reasonOf } from './connection.ts';
import { databaseTls, type TlsFailure, tlsAdvice } from './tls.ts';
import { DatabaseUnavailable } from './unavailable.ts';

/** The pause before the next attempt when a connection was refused while others live. */
const RETRY_MS = 1_000;
const IDLE_MS = 30_000;

export interface DatabasePoolOptions {
  /** Connections of one isolate. Hosted Supabase runs many isolates side by side. */
  connections?: number;
  /** The time that a query may take that names no deadline of its own, connecting and queuing included. */
  deadlineMs?: number;
  /** The root certificate, in PEM, that the database's certificate is signed with. */
  ca?: string;
  /** True if TLS is left out, for a database in the same private network of containers. */
  isPlain?: boolean;
  /** Told what the operator has to do when TLS fails. */
  warn?: (message: string) => void;
}

export interface DatabasePool {
  /**
   * Resolves with the rows that a statement finds, or rejects with DatabaseUnavailable, at the
   * deadline at the latest. What a statement did when its deadline passes is unknown. An array
   * among the values is one of Postgres; JSON is handed over as text.
   */
  ask<Row extends object>(text: string, values?: unknown[], deadlineMs?: number): Promise<Row[]>;
  close(): Promise<void>;
}

/** One who waits for an answer. */
interface Question {
  text: string;
  values: unknown[];
  asked: number;
  /** The connection that answers it, once one was free. */
  on?: DatabaseConnection;
  answer(rows: object[]): void;
  fail(reason: string): void;
}

/** A few connections to the database at `url`, made when first used and again when they died. */
export function openDatabasePool(url: string, options: DatabasePoolOptions = {}): DatabasePool {
  const { connections = 4, deadlineMs: standardMs = 2_500, warn = () => {} } = options;
  const tls = !options.isPlain && databaseTls(url, options.ca);
  const connecting = new Set<DatabaseConnection>();
  const open = new Set<DatabaseConnection>();
  /** The one that was used last comes first. */
  const idle: DatabaseConnection[] = [];
  /** Ends those that are idle for long, and those whose answer is late for long. */
  const timers = new Map<DatabaseConnection, ReturnType<typeof setTimeout>>();
  const waiting = new Set<Question>();
  /** Of those who wait, who has no connection yet. */
  const queue = new Set<Question>();
  /** A statement ends in the database after 10 s; later than that its connection died without a word. */
  const lateMs = 4 * standardMs;
  let lastAnswer = performance.now();
  let retryAt = 0;
  let lastWarning: string | undefined;

  function assign(): void {
    for (const question of queue) {
      const connection = idle.pop();
      if (!connection) break;
      queue.delete(question);
      void run(connection, question);
    }
    if (open.size > 0 && performance.now() < retryAt) return;
    const free = connections - open.size - connecting.size;
    const missing = queue.size - connecting.size;
    for (let i = 0; i < Math.min(free, missing); i++) void connect();
  }

  async function connect(): Promise<void> {
    const connection = new DatabaseConnection(url, tls, () => drop(connection));
    connecting.add(connection);
    try {
      await connection.open();
      if (!connecting.delete(connection)) return;
      lastAnswer = performance.now();
      open.add(connection);
      release(connection);
    } catch (error) {
      connection.destroy();
      if (connecting.delete(connection)) refused(reasonOf(error));
    }
  }

  /** Those who wait go on with the connections that live. When there is none, they are told at once. */
  function refused(reason: string): void {
    retryAt = performance.now() + RETRY_MS;
    advise(reason);
    if (open.size + connecting.size > 0) return;
    for (const question of [...queue]) question.fail(reason);
  }

  async function run(connection: DatabaseConnection, question: Question): Promise<void> {
    clearTimeout(timers.get(connection));
    question.on = connection;
    try {
      const rows = await connection.query(question.text, question.values);
      lastAnswer = performance.now();
      question.answer(rows);
    } catch (error) {
      question.fail(reasonOf(error));
      if (isAnswer(error)) lastAnswer = performance.now();
      if (!isAnswer(error) || isFatal(error)) drop(connection);
    }
    clearTimeout(timers.get(connection));
    if (open.has(connection)) release(connection);
  }

  function release(connection: DatabaseConnection): void {
    idle.push(connection);
    endLater(connection, IDLE_MS);
    assign();
  }

  function endLater(connection: DatabaseConnection, ms: number): void {
    timers.set(
      connection,
      setTimeout(() => drop(connection), ms),
    );
  }

  function drop(connection: DatabaseConnection): void {
    clearTimeout(timers.get(connection));
    timers.delete(connection);
    if (!open.delete(connection)) return;
    const place = idle.indexOf(connection);
    if (place >= 0) idle.splice(place, 1);
    if (place >= 0) void connection.end();
    else connection.destroy();
    assign();
  }

  /** The deadline of a question has passed. */
  function late(question: Question): void {
    question.fail('deadline');
    if (lastAnswer < question.asked) giveUp();
    else if (question.on && open.has(question.on)) endLater(question.on, lateMs);
  }

  /**
   * Ends every question when none was answered since one was asked: the database or the way to it
   * is dead, perhaps without a word. Everybody who waits is told at once, and the next question
   * tries new connections.
   */
  function giveUp(): void {
    for (const question of [...waiting]) question.fail('connections_lost');
    for (const connection of [...connecting, ...open]) connection.destroy();
    connecting.clear();
    for (const connection of [...open]) drop(connection);
  }

  function advise(reason: string): void {
    if (reason !== 'certificate_unverified' && reason !== 'tls_unavailable') return;
    const trust = 'set it as the secret DB_CA (docs/host/deploy.md, By hand)';
    const warning = tlsAdvice(reason satisfies TlsFailure, url, trust);
    if (warning !== lastWarning) warn(warning);
    lastWarning = warning;
  }

  return {
    ask<Row extends object>(text: string, values: unknown[] = [], deadlineMs = standardMs) {
      return new Promise<Row[]>((resolve, reject) => {
        const timer = setTimeout(() => late(question), deadlineMs);
        const settle = () => {
          clearTimeout(timer);
          waiting.delete(question);
          queue.delete(question);
        };
        const question: Question = {
          text,
          values,
          asked: performance.now(),
          answer(rows) {
            settle();
            resolve(rows as Row[]);
          },
          fail(reason) {
            settle();
            reject(new DatabaseUnavailable(reason));
          },
        };
        waiting.add(question);
        queue.add(question);
        assign();
      });
    },
    async close() {
      const ends = [...idle].map((connection) => connection.end());
      giveUp();
      await Promise.all(ends);
    },
  };
}
