import { fail, redirect } from '@sveltejs/kit';
import { safeNext } from '$lib/safe-next.ts';
import { explainAuthError } from '../(auth)/auth-error.ts';
import { readLink } from './link.ts';

/** Where the links in mails end. Only the button uses a link up: mail scanners open them too. */
export async function load({ url, locals }) {
  const link = readLink(url);
  if (link) return { type: link.type };

  // What the Auth server's own templates send instead.
  const code = url.searchParams.get('code');
  const next = safeNext(url.searchParams.get('next'));
  if (code && !(await locals.supabase.auth.exchangeCodeForSession(code)).error) redirect(303, next);
  redirect(303, `/sign-in?${new URLSearchParams({ confirmed: 'elsewhere', next })}`);
}

export const actions = {
  /** Trades the token of a link for a session. */
  default: async ({ url, locals }) => {
    const link = readLink(url);
    if (!link)
      return fail(422, { message: 'This link is not whole. Open it from the mail again.' });
    const { error } = await locals.supabase.auth.verifyOtp({
      token_hash: link.tokenHash,
      type: link.type,
    });
    if (error) {
      const { status, message } = explainAuthError(error);
      return fail(status, { message });
    }
    redirect(303, link.next);
  },
};
