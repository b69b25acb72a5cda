import type { RequestEvent } from '@sveltejs/kit';
import { ACCOUNT_COOKIE } from './member.ts';

/** Ends the session of this browser, or with 'global' those of all others too. */
export async function signOut(
  { locals, cookies, url }: RequestEvent,
  scope: 'local' | 'global' = 'local',
): Promise<void> {
  await locals.supabase.auth.signOut({ scope });
  // Also when the Auth server does not answer: whoever signs out leaves nothing here.
  for (const { name } of cookies.getAll()) {
    if (!name.startsWith('sb-') && name !== ACCOUNT_COOKIE) continue;
    // Safari keeps a cookie whose end is marked Secure on a page that came by http.
    cookies.delete(name, { path: '/', secure: url.protocol === 'https:' });
  }
}
