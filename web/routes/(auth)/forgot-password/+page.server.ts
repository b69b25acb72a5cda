import { fail } from '@sveltejs/kit';
import { AS_LONG_AS_A_MAIL, atLeast } from '$lib/server/at-least.ts';
import { sentOrFailed } from '../auth-error.ts';
import { readCredentials } from '../credentials.ts';

export const actions = {
  default: async ({ request, locals, url }) => {
    const { email } = readCredentials(await request.formData());
    if (!email) return fail(422, { email, message: 'Fill in your email address.' });
    const redirectTo = `${url.origin}/settings?new-password`;
    const { error } = await atLeast(
      AS_LONG_AS_A_MAIL,
      locals.supabase.auth.resetPasswordForEmail(email, { redirectTo }),
    );
    const failure = sentOrFailed(error);
    return failure
      ? fail(failure.status, { email, message: failure.message })
      : { email, sent: true };
  },
};
