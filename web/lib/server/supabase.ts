import { createServerClient } from '@supabase/ssr';
import type { RequestEvent } from '@sveltejs/kit';
import type { Database } from '$lib/database.types.ts';
import { deviceHeader, setting } from './detached-supabase.ts';
import { noteWrite, readFromReplica } from './replica.ts';
import { SessionRefresh } from './session-refresh.ts';

/**
 * A client that acts as the visitor of this request, with the session in cookies no script can read.
 * `cacheHeaders` fills when the session is renewed: put them on the response, so that no cache in
 * between hands one visitor's session to another.
 */
export function createSupabase(event: RequestEvent) {
  const cacheHeaders: Record<string, string> = {};
  const refresh = new SessionRefresh(event);
  if (!['GET', 'HEAD'].includes(event.request.method)) noteWrite(event);
  const supabase = createServerClient<Database>(
    setting('PUBLIC_SUPABASE_URL'),
    setting('PUBLIC_SUPABASE_PUBLISHABLE_KEY'),
    {
      global: { headers: deviceHeader(event), fetch: readFromReplica(event, refresh.fetch) },
      cookies: {
        getAll: () => event.cookies.getAll(),
        setAll: (cookies, headers) => {
          if (refresh.wasPutOff && cookies.every(({ value }) => !value)) return;
          // Who has just signed in may be new.
          noteWrite(event);
          for (const { name, value, options } of cookies) {
            event.cookies.set(name, value, {
              ...options,
              path: '/',
              httpOnly: true,
              sameSite: 'lax',
              secure: event.url.protocol === 'https:',
            });
          }
          Object.assign(cacheHeaders, headers);
        },
      },
    },
  );
  return { supabase, cacheHeaders };
}
