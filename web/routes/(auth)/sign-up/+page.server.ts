import { fail, redirect } from '@sveltejs/kit';
import { AS_LONG_AS_A_PASSWORD, atLeast } from '../at-least.server.ts';
import { takeAttempt } from '$lib/server/attempts.ts';
import { text } from '$lib/server/form.ts';
import { refuseAttempt } from '$lib/server/refuse-attempt.ts';
import { explainAuthError, isTaken } from '../auth-error.ts';
import { readCredentials, SHORTEST_PASSWORD } from '../credentials.ts';

const NOT_SIGNED_UP =
  'We could not sign you up with these. If you have an account, sign in or ask for a new password.';

export const actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const { email, password, next } = readCredentials(form);
    const accountName = text(form, 'account');
    if (password.length < SHORTEST_PASSWORD) {
      const message = `A password needs at least ${SHORTEST_PASSWORD} characters.`;
      return fail(422, { email, accountName, message });
    }

    const refusal = await refuseAttempt(event, 'sign-up');
    if (refusal) return fail(refusal.status, { email, accountName, message: refusal.message });
    const { auth } = event.locals.supabase;
    const options = {
      data: { account_name: accountName },
      emailRedirectTo: event.url.origin + next,
    };
    const { data, error } = await atLeast(
      AS_LONG_AS_A_PASSWORD,
      auth.signUp({ email, password, options }),
    );
    if (isTaken(error)) {
      // Whoever knows the password may as well come in; nobody else learns that there is an account. It
      // counts as signing in, and one time too many looks like a wrong password.
      const signIn = async () =>
        !(await takeAttempt(event, 'sign-in')) &&
        !(await auth.signInWithPassword({ email, password })).error;
      if (await atLeast(AS_LONG_AS_A_PASSWORD, signIn())) redirect(303, next);
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
