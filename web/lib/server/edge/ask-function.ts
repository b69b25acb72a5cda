import { env } from '$env/dynamic/private';
import type { RequestEvent } from '@sveltejs/kit';
import { Problem } from '$contract/problems.ts';
import { passOn } from './pass-on.ts';

/**
 * The address of an Edge Function: each stands beside `ingest`, whose address is a setting. Without a
 * slash at the end.
 */
export function functionUrl(name: string): string {
  const ingest = (env.INGEST_URL ?? '').replace(/\/$/, '');
  return name === 'ingest' ? ingest : ingest.replace(/[^/]+$/, name);
}

/** Asks an Edge Function what this request asks. `more` are headers for it. */
export async function askFunction(
  { request, url, getClientAddress }: Pick<RequestEvent, 'request' | 'url' | 'getClientAddress'>,
  address: string,
  more: Record<string, string> = {},
): Promise<Response> {
  try {
    return await passOn(request, new URL(address + url.search), {
      ...callerOf(getClientAddress),
      ...more,
      ...regionOf(request),
    });
  } catch (error) {
    console.error(`The Edge Function does not answer at ${env.INGEST_URL}: ${String(error)}`);
    return refusal();
  }
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
