import { fail, redirect } from '@sveltejs/kit';
import { AS_LONG_AS_A_MAIL, AS_LONG_AS_A_PASSWORD, atLeast } from '$lib/server/at-least.ts';
import { explainAuthError, sentOrFailed } from '../auth-error.ts';
import { readCredentials } from '../credentials.ts';

export const actions = {
  password: async ({ request, locals }) => {
    const { email, password, next } = readCredentials(await request.formData());
    const { error } = await atLeast(
      AS_LONG_AS_A_PASSWORD,
      locals.supabase.auth.signInWithPassword({ email, password }),
    );
    if (error) {
      const { status, message } = explainAuthError(error);
      return fail(status, { email, message });
    }
    redirect(303, next);
  },

  /** Sends a link that signs in without a password. */
  link: async ({ request, locals, url }) => {
    const { email, next } = readCredentials(await request.formData());
    if (!email) return fail(422, { email, message: 'Fill in your email address.' });
    const options = { shouldCreateUser: false, emailRedirectTo: url.origin + next };
    const { error } = await atLeast(
      AS_LONG_AS_A_MAIL,
      locals.supabase.auth.signInWithOtp({ email, options }),
    );
    const failure = sentOrFailed(error);
    return failure
      ? fail(failure.status, { email, message: failure.message })
      : { email, sent: true };
  },
};
