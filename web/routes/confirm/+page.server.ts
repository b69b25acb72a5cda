import { error, fail, redirect } from '@sveltejs/kit';
import { safeNext } from '$lib/safe-next.ts';
import { readClaims } from '$lib/server/member.ts';
import { refuseAttempt } from '$lib/server/refuse-attempt.ts';
import { explainAuthError } from '../(auth)/auth-error.ts';
import { readLink } from './link.ts';
import { openLink } from './open-link.ts';

/** The page where the links in mails end. Only the button uses a link up: mail scanners open them too. */
export async function load(event) {
  const { url, locals } = event;
  const link = readLink(url);
  if (link) {
    const claims = await readClaims(event);
    // A change of email is one's own, or signs nobody in: it asks for no leave.
    const isSwap = claims && link.type !== 'email_change';
    return { type: link.type, signedIn: isSwap ? { id: claims.sub, email: claims.email } : null };
  }

  // What the Auth server's own templates send instead.
  const code = url.searchParams.get('code');
  const next = safeNext(url.searchParams.get('next'));
  if (code) {
    const refusal = await refuseAttempt(event, 'sign-in');
    if (refusal) error(refusal.status, { message: refusal.message });
    if (!(await locals.supabase.auth.exchangeCodeForSession(code)).error) redirect(303, next);
  }
  redirect(303, `/sign-in?${new URLSearchParams({ confirmed: 'elsewhere', next })}`);
}

export const actions = {
  /** Trades the token of a link for a session. */
  default: async (event) => {
    const link = readLink(event.url);
    if (!link)
      return fail(422, { message: 'This link is incomplete. Open it from the email again.' });
    const claims = await readClaims(event);
    const mayLeave = (await event.request.formData()).get('leave') === claims?.sub;
    if (claims && !mayLeave && link.type !== 'email_change') {
      return fail(409, {
        message: `You’re signed in as ${claims.email}. Reload this page and choose which account to use.`,
      });
    }
    const refusal = await refuseAttempt(event, 'link');
    if (refusal) return fail(refusal.status, { message: refusal.message });
    const cause = await openLink(event, link, claims?.sub, mayLeave);
    if (!cause) return { stayed: claims?.email };
    const { status, message } = explainAuthError(cause);
    return fail(status, { message });
  },
};
