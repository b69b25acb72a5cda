import { building } from '$app/environment';
import type { Handle, HandleServerError } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { isForged } from '$lib/server/same-origin.ts';
import { setSecurityHeaders } from '$lib/server/security-headers.ts';
import { createSupabase } from '$lib/server/supabase.ts';
import { themeAttribute } from '$lib/server/theme.ts';

/** Seconds, for an answer that asks to try again and does not say when. */
const RETRY_AFTER: Record<number, string> = { 429: '60', 503: '10' };

const secure: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  setSecurityHeaders(response.headers);
  const wait = RETRY_AFTER[response.status];
  if (wait && !response.headers.has('retry-after')) response.headers.set('retry-after', wait);
  // Pages of the site are files, which no hook sees. What a hook answers is somebody's own, but the home page.
  if (event.url.pathname !== '/') response.headers.set('x-robots-tag', 'noindex');
  return response;
};

/** The Edge Functions, at this address: no cookie is looked at, and a call has its own key. */
const APIS: (string | null)[] = ['/v1/[...path]', '/mcp'];
// Mail programs send the button of a mail from no page (RFC 8058). It looks at no cookie.
const FROM_ANYWHERE: (string | null)[] = [...APIS, '/notifications/unsubscribe'];

const refuseForged: Handle = ({ event, resolve }) =>
  !FROM_ANYWHERE.includes(event.route.id) && isForged(event.request, event.url.origin)
    ? new Response('This was not sent from TinyCRM. Open the page again and repeat it there.', {
        status: 403,
      })
    : resolve(event);

const connect: Handle = async ({ event, resolve }) => {
  // Pages made at build time are the same for everybody, and there is no server to ask yet.
  if (building || APIS.includes(event.route.id)) return resolve(event);
  const { supabase, finish } = createSupabase(event);
  event.locals.supabase = supabase;
  const response = await resolve(event);
  await finish(response.headers);
  return response;
};

const paint: Handle = ({ event, resolve }) =>
  resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('%theme%', () => (building ? '' : themeAttribute(event))),
  });

export const handle = sequence(secure, refuseForged, connect, paint);

/** Keeps the cause in the log, and gives the reader a number to quote instead. */
export const handleError: HandleServerError = ({ error, event, status }) => {
  if (status === 404) return { message: 'There’s nothing at this address.' };
  const id = crypto.randomUUID().slice(0, 8);
  console.error(`[${id}] ${event.request.method} ${event.url.pathname}`, error);
  return { message: 'This is a problem on our end. Try again in a moment.', id };
};
