import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export interface Reply {
  /** 0 when there was no whole answer; `error` then says why. */
  status: number;
  headers: IncomingHttpHeaders;
  /** Parsed when it is JSON, else as text. */
  body: unknown;
  ms: number;
  error?: string;
}

/** Sends calls over kept connections, and never again by itself: each reply is the only one. */
export class HttpClient {
  readonly #url: URL;
  readonly #agent: Agent;

  /** `url`: the ingest function. `connections`: the most at once. */
  constructor(url: string, connections: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'lifo' });
  }

  /** Never rejects. A text or bytes go as they are, anything else as JSON. `timeoutMs` ends a hanging call. */
  post(
    route: string,
    apiKey: string,
    body: unknown,
    {
      headers = {},
      timeoutMs = 60_000,
    }: { headers?: Record<string, string>; timeoutMs?: number } = {},
  ): Promise<Reply> {
    const bytes = Buffer.from(
      typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    );
    return this.send('POST', route, bytes, timeoutMs, {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'content-length': String(bytes.length),
      ...headers,
    });
  }

  get(route: string, timeoutMs = 60_000): Promise<Reply> {
    return this.send('GET', route, undefined, timeoutMs, {});
  }

  send(
    method: string,
    route: string,
    bytes: Buffer | undefined,
    timeoutMs: number,
    headers: Record<string, string>,
  ): Promise<Reply> {
    const start = performance.now();
    return new Promise((resolve) => {
      const done = (reply: Partial<Reply>) => {
        clearTimeout(timer);
        const ms = performance.now() - start;
        resolve({ status: 0, headers: {}, body: undefined, ms, ...reply });
      };
      const outgoing = request({
        agent: this.#agent,
        host: this.#url.hostname,
        port: this.#url.port,
        path: this.#url.pathname + route,
        method,
        headers,
      });
      const timer = setTimeout(() => outgoing.destroy(new Error('timeout')), timeoutMs);
      outgoing.once('error', (error) => done({ error: codeOf(error) }));
      outgoing.once('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('error', (error) => done({ error: codeOf(error) }));
        response.once('end', () => {
          const { statusCode, headers } = response;
          done({ status: statusCode!, headers, body: parse(Buffer.concat(parts)) });
        });
      });
      outgoing.end(bytes);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

function parse(bytes: Buffer): unknown {
  const text = bytes.toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
