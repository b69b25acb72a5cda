import { fail, redirect } from '@sveltejs/kit';
import { AS_LONG_AS_A_PASSWORD, atLeast } from '$lib/server/at-least.ts';
import { explainAuthError, isTaken } from '../auth-error.ts';
import { readCredentials, SHORTEST_PASSWORD } from '../credentials.ts';

const NOT_SIGNED_UP =
  'We could not sign you up with these. If you have an account, sign in or ask for a new password.';

export const actions = {
  default: async ({ request, locals, url }) => {
    const form = await request.formData();
    const { email, password, next } = readCredentials(form);
    const accountName = String(form.get('account') ?? '').trim();
    if (password.length < SHORTEST_PASSWORD) {
      const message = `A password needs at least ${SHORTEST_PASSWORD} characters.`;
      return fail(422, { email, accountName, message });
    }

    const { auth } = locals.supabase;
    const options = { data: { account_name: accountName }, emailRedirectTo: url.origin + next };
    const { data, error } = await atLeast(
      AS_LONG_AS_A_PASSWORD,
      auth.signUp({ email, password, options }),
    );
    if (isTaken(error)) {
      // Whoever knows the password may as well come in; nobody else learns that there is an account.
      const known = await atLeast(
        AS_LONG_AS_A_PASSWORD,
        auth.signInWithPassword({ email, password }),
      );
      if (!known.error) redirect(303, next);
      return fail(422, { email, accountName, message: NOT_SIGNED_UP });
    }
    if (error) {
      const { status, message } = explainAuthError(error);
      return fail(status, { email, accountName, message });
    }
    // Without a session the Auth server waits for the address to be confirmed.
    if (!data.session) return { email, accountName, confirm: true };
    redirect(303, next);
  },
};
