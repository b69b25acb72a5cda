import { createServerClient } from '@supabase/ssr';
import { createClient } from '@supabase/supabase-js';
import type { RequestEvent } from '@sveltejs/kit';
import { env } from '$env/dynamic/public';
import type { Database } from '$lib/database.types.ts';

/**
 * A client that acts as the visitor of this request, with the session in cookies no script can read.
 * `cacheHeaders` fills when the session is renewed: put them on the response, so that no cache in
 * between hands one visitor's session to another.
 */
export function createSupabase(event: RequestEvent) {
  const cacheHeaders: Record<string, string> = {};
  const supabase = createServerClient<Database>(
    setting('PUBLIC_SUPABASE_URL'),
    setting('PUBLIC_SUPABASE_PUBLISHABLE_KEY'),
    {
      global: { headers: deviceHeader(event) },
      cookies: {
        getAll: () => event.cookies.getAll(),
        setAll: (cookies, headers) => {
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

/** A client of nobody, which keeps the session that it gets to itself. */
export function createDetachedSupabase(event: RequestEvent) {
  return createClient<Database>(
    setting('PUBLIC_SUPABASE_URL'),
    setting('PUBLIC_SUPABASE_PUBLISHABLE_KEY'),
    {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      global: { headers: deviceHeader(event) },
    },
  );
}

/** What the list of sessions shows: without it every session would be this server's. */
function deviceHeader({ request }: RequestEvent): Record<string, string> {
  const device = request.headers.get('user-agent');
  return device ? { 'user-agent': device } : {};
}

function setting(name: `PUBLIC_${string}`): string {
  const value = env[name];
  if (!value)
    throw new Error(`Set the environment variable ${name}: docs/host/deploy.md says how.`);
  return value;
}
