import { createClient } from '@supabase/supabase-js';
import { env } from '$env/dynamic/public';
import type { Database } from '$lib/database.types.ts';
import { forwardVisitor, type Visitor } from './auth-fetch.ts';

/**
 * A client that keeps no session but the one it gets to itself. With `accessToken` it acts as whom that
 * is of, until it ends.
 */
export function createDetachedSupabase(
  visitor: Visitor,
  accessToken?: string,
  fetch = forwardVisitor(visitor),
) {
  return createClient<Database>(
    setting('PUBLIC_SUPABASE_URL'),
    setting('PUBLIC_SUPABASE_PUBLISHABLE_KEY'),
    {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      global: { headers: deviceHeader(visitor), fetch },
      ...(accessToken && { accessToken: () => Promise.resolve(accessToken) }),
    },
  );
}

/** The device for the list of sessions: without it every session would be this server's. */
export function deviceHeader({ request }: Visitor): Record<string, string> {
  const device = request.headers.get('user-agent');
  return device ? { 'user-agent': device } : {};
}

export function setting(name: `PUBLIC_${string}`): string {
  const value = env[name];
  if (!value)
    throw new Error(`Set the environment variable ${name}: docs/host/deploy.md says how.`);
  return value;
}
