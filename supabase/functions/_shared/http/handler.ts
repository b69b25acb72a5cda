import { clientAddress } from './client-address.ts';
import { DatabaseUnavailable } from '../database/unavailable.ts';
import type { Log, RequestEntry } from './log.ts';
import { Problem } from '../contract/problems.ts';
import type { Answer, RequestContext, Route } from './route.ts';
import { whereItBroke } from './where-it-broke.ts';

/** A method is any word a caller likes; only these are logged. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The routes of a function by path, a map or what looks like one. */
export interface Routes {
  /** A path may have a route for each method; without one for this, it has any of them. */
  get(path: string, method: string): Route | undefined;
  keys(): IterableIterator<string>;
}

export type Handler = (request: Request) => Promise<Response>;

export interface HandlerOptions {
  /** Told of every request that is refused, before it is answered. Must not throw. */
  onRefused?: (problem: Problem, request: Request, entry: RequestEntry) => void;
}

/**
 * The whole function: finds the route, runs it, and turns what it says or throws into a response
 * and one log entry. `routes` is keyed by path as the function sees it (/ingest/identify). Never
 * rejects.
 */
export function createHandler(
  routes: Routes,
  log: Log['request'],
  { onRefused }: HandlerOptions = {},
): Handler {
  return async (request) => {
    const start = performance.now();
    const entry: RequestEntry = {
      event: 'request',
      request_id: crypto.randomUUID(),
      method: METHODS.has(request.method) ? request.method : 'other',
      route: 'unknown',
      status: 0,
      ms: 0,
    };
    const context: RequestContext = { address: clientAddress(request.headers), headers: {}, entry };
    let response: Response;
    try {
      const answer = await dispatch(routes, request, context);
      response = answer instanceof Response ? complete(answer, context) : respond(answer, context);
    } catch (error) {
      const problem = asProblem(error, entry);
      onRefused?.(problem, request, entry);
      response = refuse(problem, context);
    }
    entry.status = response.status;
    entry.ms = Math.round((performance.now() - start) * 100) / 100;
    log(entry);
    return response;
  };
}

function dispatch(routes: Routes, request: Request, context: RequestContext) {
  const path = pathOf(request.url);
  const route = routes.get(path, request.method);
  if (!route) {
    const paths = [...routes.keys()].map((known) => known.slice(known.indexOf('/', 1)));
    throw new Problem('not_found', `Check the path. Available paths: ${paths.join(', ')}.`);
  }
  context.entry.route = route.name ?? path;
  if (request.method !== route.method && !(request.method === 'HEAD' && route.method === 'GET')) {
    const allow = route.allow ?? route.method;
    throw new Problem('method_not_allowed', `Use ${allow.replace(', ', ' or ')} here.`, {
      headers: { allow },
    });
  }
  return route.answer(request, context);
}

/** The path alone. Building a URL for it costs more than the rest of the dispatch. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const query = url.indexOf('?', start);
  return query === -1 ? url.slice(start) : url.slice(start, query);
}

function refuse(problem: Problem, context: RequestContext): Response {
  const { entry } = context;
  entry.code = problem.code;
  const answer = { status: problem.status, body: problem.document(entry.request_id) };
  return respond(answer, context, 'application/problem+json', problem.headers);
}

/** The problem that a caller is told of whatever was thrown; the entry of the log gets the reason. */
export function asProblem(error: unknown, entry: RequestEntry): Problem {
  if (error instanceof Problem) {
    if (error.reason) entry.reason = error.reason;
    return error;
  }
  if (error instanceof DatabaseUnavailable) {
    entry.reason = error.reason;
    return new Problem(
      'database_unavailable',
      'The database didn’t respond in time. Send the same call again.',
      { headers: { 'retry-after': '1' } },
    );
  }
  entry.reason = whereItBroke(error);
  return new Problem(
    'internal_error',
    'Something went wrong on the server; your call is fine. Report it with the request_id.',
  );
}

function respond(
  { status, body }: Answer,
  { headers, entry }: RequestContext,
  type = 'application/json',
  more?: Record<string, string>,
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': type, ...always(entry), ...headers, ...more },
  });
}

function complete(response: Response, { headers, entry }: RequestContext): Response {
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries({ ...always(entry), ...headers })) {
    all.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers: all });
}

function always({ request_id }: RequestEntry): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': request_id,
  };
}
