import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Api } from './api.ts';
import { AuthLimits } from './auth-limits.ts';
import { EdgeProxy } from './edge-proxy.ts';
import type { FunctionName } from './functions.ts';

export interface Gateway {
  url: string;
  /** Tells the gateway where a function listens. One that it was not told of is answered with 404. */
  serveFunctionFrom(name: FunctionName, url: string): void;
  /** Tells the gateway who answers for Auth and REST. */
  serveApiFrom(api: Pick<Api, 'fetch'>): void;
  close(): Promise<void>;
}

/**
 * One HTTP server on 127.0.0.1 with Supabase's own paths. `port` 0 takes any free one. Each part
 * is answered with 503 until it is there, so that the URL can be told before. `secretKey` is refused to
 * browsers. `authLimits`: whether an address may ask Auth only as often as on hosted Supabase.
 */
export async function startGateway(
  port: number,
  { authLimits = false, secretKey = '' }: { authLimits?: boolean; secretKey?: string } = {},
): Promise<Gateway> {
  const limits = authLimits ? new AuthLimits(secretKey) : undefined;
  const functions = new Map<string, EdgeProxy>([['ingest', new EdgeProxy()]]);
  let answerApi: RequestListener = (_, outgoing) => outgoing.writeHead(503).end();

  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    const [, name] = /^\/functions\/v1\/([^/?]*)/.exec(path) ?? [];
    if (name !== undefined) {
      const proxy = functions.get(name);
      if (proxy) return proxy.handle(incoming, outgoing);
      outgoing.writeHead(404, { 'content-type': 'application/json' });
      return outgoing.end('{"code":"NOT_FOUND","message":"Requested function was not found"}');
    }
    if (/^\/(auth|rest)\/v1(\/|\?|$)/.test(path)) {
      if (secretKey && refusesBrowser(secretKey, incoming, outgoing)) return;
      return limits?.refuses(incoming, outgoing) ? undefined : answerApi(incoming, outgoing);
    }
    outgoing.writeHead(404, { 'content-type': 'application/json' });
    outgoing.end('{"message":"no Route matched with those values"}');
  });
  const url = await listen(server, port);
  return {
    url,
    serveFunctionFrom(name, target) {
      const proxy = functions.get(name) ?? new EdgeProxy();
      functions.set(name, proxy);
      proxy.target = target;
    },
    serveApiFrom: (api) => (answerApi = listener(api.fetch)),
    close: () =>
      new Promise((resolve) => {
        for (const proxy of functions.values()) proxy.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whether a secret key came from a browser, where it can only have leaked. Then that has been answered. */
function refusesBrowser(
  secretKey: string,
  { headers }: IncomingMessage,
  outgoing: ServerResponse,
): boolean {
  const isSecret = headers.apikey === secretKey || headers.authorization === `Bearer ${secretKey}`;
  if (!isSecret || !/^Mozilla\//.test(headers['user-agent'] ?? '')) return false;
  outgoing.writeHead(401, { 'content-type': 'application/json' });
  outgoing.end('{"message":"Forbidden use of secret API key in browser"}');
  return true;
}

/** Serves web-standard requests on a node server. */
export function listener(answer: Api['fetch']): RequestListener {
  return getRequestListener(
    (request, { incoming }) => answer(request, (incoming as IncomingMessage).socket.remoteAddress),
    { overrideGlobalObjects: false },
  );
}

/** Listens on 127.0.0.1 and resolves with the URL. */
export function listen(server: Server, port: number): Promise<string> {
  // Longer than clients keep idle connections, so that they never write to a closing one.
  server.keepAliveTimeout = 75_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`);
    });
  });
}
