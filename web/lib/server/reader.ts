import type { RequestEvent } from '@sveltejs/kit';
import { forwardVisitor } from './auth-fetch.ts';
import { createDetachedSupabase } from './detached-supabase.ts';
import { readFromReplica } from './replica.ts';

/** Seconds that a download may take: as long as Vercel lets a function run. */
const LONGEST = 300;

/**
 * A client for what is read after the answer has begun, when a session that is renewed no longer
 * reaches the browser. It acts as the visitor with one token, renewed now when it would end before the
 * longest download does, and never again. For signed-in visitors only.
 */
export async function createReader(event: RequestEvent) {
  const { auth } = event.locals.supabase;
  const { data } = await auth.getSession();
  let { session } = data;
  const left = (session?.expires_at ?? 0) - Date.now() / 1000;
  if (left < LONGEST) {
    // Refused, there is still what is left of the old one.
    session = (await auth.refreshSession()).data.session ?? session;
  }
  if (!session) throw new Error('createReader needs somebody who is signed in.');
  const fetch = readFromReplica(event, forwardVisitor(event));
  return createDetachedSupabase(event, session.access_token, fetch);
}
