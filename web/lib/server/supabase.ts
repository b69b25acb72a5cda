import { createServerClient, serializeCookieHeader } from '@supabase/ssr';
import type { RequestEvent } from '@sveltejs/kit';
import type { Database } from '$lib/database.types.ts';
import { deviceHeader, setting } from './detached-supabase.ts';
import { noteWrite, readFromReplica } from './replica.ts';
import { SessionRefresh } from './session-refresh.ts';

/**
 * A client that acts as the visitor of this request, with the session in cookies no script can read.
 * `finish` puts on the response what a renewed session needs: cookies that came too late for the page, and
 * what keeps a cache in between from handing one visitor's session to another.
 */
export function createSupabase(event: RequestEvent) {
  const cacheHeaders: Record<string, string> = {};
  const lateCookies: string[] = [];
  const refresh = new SessionRefresh(event);
  if (!['GET', 'HEAD'].includes(event.request.method)) noteWrite(event);
  const supabase = createServerClient<Database>(
    setting('SUPABASE_URL'),
    setting('SUPABASE_PUBLISHABLE_KEY'),
    {
      global: { headers: deviceHeader(event), fetch: readFromReplica(event, refresh.fetch) },
      cookies: {
        getAll: () => event.cookies.getAll(),
        setAll: (cookies, headers) => {
          if (refresh.wasPutOff && cookies.every(({ value }) => !value)) return;
          // Who has just signed in may be new.
          noteWrite(event);
          for (const { name, value, options } of cookies) {
            const kept = {
              ...options,
              path: '/',
              httpOnly: true,
              sameSite: 'lax' as const,
              secure: event.url.protocol === 'https:',
            };
            // SvelteKit takes none once the page is made. The client renews an old session by itself,
            // whether or not anybody waits for it, and what is thrown here would end the process.
            try {
              event.cookies.set(name, value, kept);
            } catch {
              lateCookies.push(serializeCookieHeader(name, value, kept));
            }
          }
          Object.assign(cacheHeaders, headers);
        },
      },
    },
  );
  const finish = async (headers: Headers) => {
    await supabase.auth.getSession().catch(() => null);
    for (const [name, value] of Object.entries(cacheHeaders)) headers.set(name, value);
    for (const cookie of lateCookies) headers.append('set-cookie', cookie);
  };
  return { supabase, finish };
}
