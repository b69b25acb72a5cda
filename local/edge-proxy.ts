import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';

const PREFIX = '/functions/v1';
/** Headers that speak of one connection, or that only a proxy of the platform may set. */
const NOT_PASSED_ON = [
  'connection',
  'keep-alive',
  'expect',
  'upgrade',
  'te',
  'trailer',
  'proxy-connection',
  'cf-connecting-ip',
];

/** Passes requests to the Deno process: one small hop of plain streams, over kept connections. */
export class EdgeProxy {
  #target: URL | undefined;
  #agent = new Agent({ keepAlive: true, scheduling: 'lifo' });

  /** The address at which Deno listens. Until it is set, every call is answered with 503. */
  set target(url: string | undefined) {
    this.#target = url === undefined ? undefined : new URL(url);
  }

  handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (!this.#target) return unavailable(outgoing);
    const headers: Record<string, string | string[] | undefined> = { ...incoming.headers };
    for (const name of NOT_PASSED_ON) delete headers[name];
    headers['x-forwarded-for'] = incoming.socket.remoteAddress;
    headers['x-forwarded-proto'] = 'http';
    // HTTP/1.0 knows no host.
    if (incoming.headers.host !== undefined) headers['x-forwarded-host'] = incoming.headers.host;

    const upstream = request({
      agent: this.#agent,
      host: this.#target.hostname,
      port: this.#target.port,
      method: incoming.method,
      path: incoming.url!.slice(PREFIX.length),
      headers,
    });
    upstream.once('response', (response) => {
      const { connection: _connection, 'keep-alive': _keepAlive, ...passed } = response.headers;
      outgoing.writeHead(response.statusCode!, passed);
      response.pipe(outgoing);
      response.once('error', () => outgoing.destroy());
      // A refusal may come before the body was read; unread, it would hold up the next request.
      response.once('end', () => {
        incoming.unpipe(upstream);
        incoming.resume();
      });
    });
    upstream.once('error', () =>
      outgoing.headersSent ? outgoing.destroy() : unavailable(outgoing),
    );
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) upstream.destroy();
    });
    incoming.pipe(upstream);
    // Not at once: nearly every body is here by then and goes in the same packet.
    setImmediate(() => upstream.flushHeaders());
  };

  /** Closes the connections to Deno. */
  close(): void {
    this.#agent.destroy();
  }
}

function unavailable(outgoing: ServerResponse): void {
  if (outgoing.destroyed) return;
  outgoing.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' });
  outgoing.end(
    JSON.stringify({
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      code: 'unavailable',
      detail: 'The function is not running. Try again in a moment.',
    }),
  );
}
