import { env } from '$env/dynamic/private';
import { Problem } from '$contract/problems.ts';
import { passOn } from './pass-on.ts';

// What is asked here, the Edge Function answers: also where nothing is, and with what method.
export const trailingSlash = 'ignore';

/** What the Edge Function `read` answers; the rest is for `ingest`. */
const READ = /^\/(customers|projects|overview|changes|feeds|read)(\/|$)/;

/** Under /v1 are the Edge Functions for products and programs, so that one address is all they have to know. */
export async function fallback({ request, url, getClientAddress }) {
  const path = url.pathname.slice('/v1'.length);
  try {
    const target = new URL(addressOf(path) + url.search);
    return await passOn(request, target, {
      ...callerOf(getClientAddress),
      'x-forwarded-prefix': '/v1',
      ...regionOf(request),
    });
  } catch (error) {
    console.error(`The Edge Function does not answer at ${env.INGEST_URL}: ${String(error)}`);
    return refusal();
  }
}

/** Where a path is answered: `read` stands beside `ingest`, and its document at /v1/read/openapi.json. */
function addressOf(path: string): string {
  const ingest = (env.INGEST_URL ?? '').replace(/\/$/, '');
  if (!READ.test(path)) return ingest + path;
  return ingest.replace(/[^/]+$/, 'read') + path.replace(/^\/read(?=\/|$)/, '');
}

/** Who calls, where that is known: a proxy that should say so may have been passed by. */
function callerOf(getClientAddress: () => string): Record<string, string> {
  try {
    return { 'x-forwarded-for': getClientAddress() };
  } catch {
    return {};
  }
}

/** To a hosted function this server is the caller: it runs beside its database, unless told otherwise. */
function regionOf(request: Request): Record<string, string> {
  const region = env.SUPABASE_REGION;
  return region && !request.headers.has('x-region') ? { 'x-region': region } : {};
}

function refusal(): Response {
  const id = crypto.randomUUID();
  const problem = new Problem(
    'overloaded',
    'The function that takes calls did not answer. Send the same call again.',
  );
  return Response.json(problem.document(id), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': id,
      'retry-after': '1',
    },
  });
}
