import { askFunction, functionUrl } from '$lib/server/edge/ask-function.ts';

// What is asked here, the Edge Function answers: also where nothing is, and with what method.
export const trailingSlash = 'ignore';

/** What the Edge Function `read` answers; the rest is for `ingest`. */
const READ = /^\/(customers|projects|overview|changes|feeds|read)(\/|$)/;

/** Under /v1 are the Edge Functions for products and programs, so that one address is all they have to know. */
export function fallback(event) {
  const path = event.url.pathname.slice('/v1'.length);
  return askFunction(event, addressOf(path), { 'x-forwarded-prefix': '/v1' });
}

/** Where a path is answered: the document of `read` is at /v1/read/openapi.json. */
function addressOf(path: string): string {
  if (!READ.test(path)) return functionUrl('ingest') + path;
  return functionUrl('read') + path.replace(/^\/read(?=\/|$)/, '');
}
