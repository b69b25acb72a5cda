import { whereItBroke } from '../_shared/http/where-it-broke.ts';
import { Problem } from './problem.ts';

/** Answers a request with the body of a 200, or throws a Problem. */
export type Route = (request: Request) => Promise<object>;

/** What is known of one request when it ends. Never an address, a token or a name. */
interface Entry {
  event: 'request';
  request_id: string;
  route: string;
  status: number;
  ms: number;
  code?: string;
  reason?: string;
  /** Of the webhook: Stripe's id and type of the event, and what it did. */
  told?: unknown;
}

/** The whole function: POST alone, one log entry for each request. Never rejects. */
export function createHandler(
  routes: ReadonlyMap<string, Route>,
  log: (entry: Entry) => void,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const start = performance.now();
    const entry: Entry = {
      event: 'request',
      request_id: crypto.randomUUID(),
      route: 'unknown',
      status: 200,
      ms: 0,
    };
    let response: Response;
    try {
      const body = await dispatch(routes, request, entry);
      if ('outcome' in body) entry.told = body;
      response = respond(body, 200, entry, 'application/json');
    } catch (error) {
      const problem = asProblem(error, entry);
      entry.code = problem.code;
      entry.reason ??= problem.reason;
      const body = problem.document(entry.request_id);
      response = respond(body, problem.status, entry, 'application/problem+json');
      if (problem.status === 503) response.headers.set('retry-after', '60');
      if (problem.status === 405) response.headers.set('allow', 'POST');
    }
    entry.status = response.status;
    entry.ms = Math.round(performance.now() - start);
    log(entry);
    return response;
  };
}

function dispatch(routes: ReadonlyMap<string, Route>, request: Request, entry: Entry) {
  const { pathname } = new URL(request.url);
  const route = routes.get(pathname);
  if (!route) {
    throw new Problem('not_found', 'There is only POST /webhook, /checkout and /portal.');
  }
  entry.route = pathname;
  if (request.method !== 'POST') throw new Problem('method_not_allowed', 'Use POST here.');
  return route(request);
}

function asProblem(error: unknown, entry: Entry): Problem {
  if (error instanceof Problem) return error;
  entry.reason = whereItBroke(error);
  return new Problem(
    'internal_error',
    'This is a fault of the server. Report it with the request_id.',
  );
}

function respond(body: object, status: number, entry: Entry, type: string): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': entry.request_id,
    },
  });
}
