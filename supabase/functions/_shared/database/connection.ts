import pg from 'pg';
import { hostOf, type Tls, tlsFailure } from './tls.ts';

/** One connection, which answers one question at a time. */
export class DatabaseConnection {
  readonly #client: pg.Client;
  #isOpen = false;

  /** `onEnd` is told once when a connection that was open is not anymore. */
  constructor(url: string, tls: Tls | false, onEnd: () => void) {
    this.#client = new pg.Client(clientOptions(url, tls));
    // Whoever asks is told by the question; one that nobody uses ends as well.
    this.#client.on('error', () => this.destroy());
    this.#client.on('end', () => {
      if (this.#isOpen) onEnd();
      this.#isOpen = false;
    });
  }

  async open(): Promise<void> {
    await this.#client.connect();
    this.#isOpen = true;
  }

  /**
   * The rows that a statement finds, in one round trip. It has no name: a pooler in transaction
   * mode would lose it.
   */
  async query(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
    const { rows } = await this.#client.query<Record<string, unknown>>(text, values);
    return rows;
  }

  /** Says goodbye and resolves when the connection has ended, within a second. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.destroy(), 1_000);
    await this.#client.end();
    clearTimeout(timer);
  }

  /** Ends at once, without a word to a server that may not listen. */
  destroy(): void {
    // The types leave out the socket.
    (this.#client.connection as unknown as { stream: { destroy(): void } }).stream.destroy();
  }
}

/** True if the database itself said so, which shows that it is there. */
export function isAnswer(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError;
}

/** True if the connection ends with this error. */
export function isFatal(error: pg.DatabaseError): boolean {
  return error.severity !== 'ERROR' || /^(08|57P)/.test(error.code ?? '');
}

/** The SQLSTATE, how TLS failed, or the code of the system. A message could hold what was sent. */
export function reasonOf(error: unknown): string {
  const { code, message, name } = error as { code?: unknown; message?: unknown; name?: unknown };
  if (isAnswer(error)) return String(code);
  if (/^(Connection terminated|Client (was closed|has encountered))/.test(String(message))) {
    return 'CONNECTION_CLOSED';
  }
  return tlsFailure(error) ?? String(code ?? name ?? 'unknown');
}

function clientOptions(url: string, ssl: Tls | false): pg.ClientConfig {
  const { port, username, password, pathname, searchParams } = new URL(url);
  // Not by connectionString: sslmode in it would have the last word.
  return {
    host: hostOf(url),
    port: Number(port || 5432),
    user: decode(username),
    password: decode(password),
    database: decode(pathname.slice(1)) || 'postgres',
    options: searchParams.get('options') ?? undefined,
    ssl,
    sslnegotiation: 'postgres',
    keepAlive: true,
  };
}

/** Percent-decoded; a password with a % that nobody encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
