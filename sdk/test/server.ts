import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the API received it. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever JSON the client sent
  body: any;
}

/** Answers request number `n`, counted from 0. */
export type Answer = (response: ServerResponse, request: Received, n: number) => unknown;

/** A real HTTP server on a free port of loopback. It keeps what it receives, in order. */
export async function serve(answer: Answer = ok) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    request.setEncoding('utf8');
    for await (const part of request) text += part;
    const { method = '', url: path = '', headers } = request;
    const item = { method, path, headers, body: JSON.parse(text) };
    await answer(response, item, received.push(item) - 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Accepts everything. */
function ok(response: ServerResponse) {
  json(response, 200, { created: true });
}

/** Answers the first requests with `status`, and accepts from then on. */
export function failing(times: number, status: number, headers = {}): Answer {
  return (response, _request, n) =>
    n < times
      ? json(response, status, { code: 'unavailable', detail: 'Try again.' }, headers)
      : ok(response);
}
