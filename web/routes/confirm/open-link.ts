import { redirect, type RequestEvent } from '@sveltejs/kit';
import { createDetachedSupabase } from '$lib/server/detached-supabase.ts';
import type { AuthError } from '@supabase/supabase-js';
import type { readLink } from './link.ts';

type Link = NonNullable<ReturnType<typeof readLink>>;

/**
 * Uses up a link and goes where it leads. `userId` is who is signed in here: the session of anybody
 * else takes the place of theirs only when they `mayLeave`. Resolves with the error of a link that is
 * no good, or with null when it did its work for somebody else, who is not signed in by it.
 */
export async function openLink(
  event: RequestEvent,
  { tokenHash, type, next }: Link,
  userId: string | undefined,
  mayLeave: boolean,
): Promise<AuthError | null> {
  const { supabase } = event.locals;
  const detached = createDetachedSupabase(event);
  const { data, error } = await detached.auth.verifyOtp({ token_hash: tokenHash, type });
  if (error) return error;
  const { session } = data;
  // The first of two links of a change of email signs nobody in.
  if (!session) redirect(303, next);
  // Whoever was signed in with the old email may be who it was changed because of.
  const stays =
    type === 'email_change' && (await detached.auth.signOut({ scope: 'others' })).error !== null;
  if (userId && session.user.id !== userId && !mayLeave) {
    await detached.auth.signOut({ scope: 'local' });
    return null;
  }
  // What was here before the link, whoever put it there, is good for nothing afterward.
  if (userId) await supabase.auth.signOut({ scope: 'local' });
  const adopted = await supabase.auth.setSession(session);
  if (adopted.error) return adopted.error;
  redirect(303, stays ? '/settings/sessions' : next);
}
