import type { RequestEvent } from '@sveltejs/kit';
import { unwrap } from '$lib/server/database.ts';
import { explainAuthError } from '../../(auth)/auth-error.ts';

/** Within this of a sign-in nobody is asked for the password again. */
const FRESH_MS = 15 * 60_000;

/**
 * The session of this request, and whether its sign-in was a moment ago: whoever finds a browser open, or
 * has its cookies, did not sign in.
 */
export async function readFreshness({ locals }: RequestEvent) {
  const sessions = unwrap(await locals.supabase.rpc('my_sessions'));
  const current = sessions.find(({ is_current }) => is_current);
  const isFresh = current && Date.now() - Date.parse(current.signed_in_at) < FRESH_MS;
  return { sessionId: current?.id, isFresh: Boolean(isFresh) };
}

/**
 * Makes sure that whoever asks is who signed in: by a sign-in a moment ago, or by the password, which
 * begins a new session in place of this one. Resolves with null, or with the status and the sentence for the form.
 */
export async function requireFreshSession(event: RequestEvent, email: string, password: string) {
  const { supabase } = event.locals;
  const { sessionId, isFresh } = await readFreshness(event);
  if (isFresh) return null;
  if (!password) return { status: 422, message: 'Enter your current password.' };
  const { error } = await supabase.auth.signInWithPassword({ email, password });
  if (error?.code === 'invalid_credentials') {
    return {
      status: 422,
      message:
        'That isn’t your current password. If you don’t have one, sign out and sign in again first.',
    };
  }
  if (error) return explainAuthError(error);
  if (sessionId) unwrap(await supabase.rpc('end_session', { session_id: sessionId }));
  return null;
}
