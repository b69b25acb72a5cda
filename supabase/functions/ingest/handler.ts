import type { Log, LogEntry } from './log.ts';
import { Problem } from './problem.ts';
import type { Answer, Route } from './route.ts';
import { StoreUnavailable } from './store.ts';
import { whereItBroke } from './where-it-broke.ts';

/** A method is any word a caller likes; only these are logged. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export type Handler = (request: Request) => Promise<Response>;

/**
 * The whole function: finds the route, runs it, and turns what it says or throws into a response
 * and one log entry. `routes` is keyed by path as the function sees it (/ingest/identify). Never rejects.
 */
export function createHandler(routes: ReadonlyMap<string, Route>, log: Log): Handler {
  return async (request) => {
    const start = performance.now();
    const entry: LogEntry = {
      request_id: crypto.randomUUID(),
      method: METHODS.has(request.method) ? request.method : 'other',
      route: 'unknown',
      status: 0,
      ms: 0,
      calls: 0,
      outcomes: {},
    };
    let response: Response;
    try {
      response = respond(await dispatch(routes, request, entry), entry);
    } catch (error) {
      response = refuse(error, entry);
    }
    entry.status = response.status;
    entry.ms = Math.round((performance.now() - start) * 100) / 100;
    log(entry);
    return response;
  };
}

function dispatch(routes: ReadonlyMap<string, Route>, request: Request, entry: LogEntry) {
  const path = pathOf(request.url);
  const route = routes.get(path);
  if (!route) {
    const paths = [...routes.keys()].map((known) => known.slice(known.lastIndexOf('/')));
    throw new Problem('not_found', `Check the path. There is only ${paths.join(', ')}.`);
  }
  entry.route = path;
  if (request.method !== route.method && !(request.method === 'HEAD' && route.method === 'GET')) {
    throw new Problem('method_not_allowed', `Use ${route.method} here.`, {
      headers: { allow: route.method === 'GET' ? 'GET, HEAD' : route.method },
    });
  }
  return route.answer(request, entry);
}

/** The path alone. Building a URL for it costs more than the rest of the dispatch. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const query = url.indexOf('?', start);
  return query === -1 ? url.slice(start) : url.slice(start, query);
}

function refuse(error: unknown, entry: LogEntry): Response {
  const problem = asProblem(error, entry);
  entry.code = problem.code;
  const answer = { status: problem.status, body: problem.document(entry.request_id) };
  return respond(answer, entry, 'application/problem+json', problem.headers);
}

function asProblem(error: unknown, entry: LogEntry): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable) {
    entry.reason = error.reason;
    return new Problem(
      'database_unavailable',
      'The database did not answer in time. Send the same call again.',
      {
        headers: { 'retry-after': '1' },
      },
    );
  }
  entry.reason = whereItBroke(error);
  return new Problem(
    'internal_error',
    'This is a fault of the server, not of the call. Report it with the request_id.',
  );
}

function respond(
  { status, body }: Answer,
  entry: LogEntry,
  type = 'application/json',
  more?: Record<string, string>,
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': entry.request_id,
      ...more,
    },
  });
}
