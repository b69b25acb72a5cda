import { fail, redirect } from '@sveltejs/kit';
import { AS_LONG_AS_A_MAIL, AS_LONG_AS_A_PASSWORD, atLeast } from '../at-least.server.ts';
import { refuseAttempt } from '$lib/server/refuse-attempt.ts';
import { explainAuthError, sentOrFailed } from '../auth-error.ts';
import { readCredentials } from '../credentials.ts';

export const actions = {
  password: async (event) => {
    const { email, password, next } = readCredentials(await event.request.formData());
    const refusal = await refuseAttempt(event, 'sign-in');
    if (refusal) return fail(refusal.status, { email, message: refusal.message });
    const { error } = await atLeast(
      AS_LONG_AS_A_PASSWORD,
      event.locals.supabase.auth.signInWithPassword({ email, password }),
    );
    if (error) {
      const { status, message, field } = explainAuthError(error);
      return fail(status, { email, message, field });
    }
    redirect(303, next);
  },

  /** Sends a link that signs in without a password. */
  link: async (event) => {
    const { email, next } = readCredentials(await event.request.formData());
    if (!email) return fail(422, { email, message: 'Enter your email address.', field: 'email' });
    const refusal = await refuseAttempt(event, 'mail');
    if (refusal) return fail(refusal.status, { email, message: refusal.message });
    const options = { shouldCreateUser: false, emailRedirectTo: event.url.origin + next };
    const { error } = await atLeast(
      AS_LONG_AS_A_MAIL,
      event.locals.supabase.auth.signInWithOtp({ email, options }),
    );
    const failure = sentOrFailed(error);
    return failure
      ? fail(failure.status, { email, message: failure.message, field: failure.field })
      : { email, sent: true };
  },
};
