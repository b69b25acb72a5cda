import { fail } from '@sveltejs/kit';
import { sentOrFailed } from '../auth-error.ts';
import { readCredentials } from '../credentials.ts';

export const actions = {
  default: async ({ request, locals, url }) => {
    const { email } = readCredentials(await request.formData());
    if (!email) return fail(422, { email, message: 'Fill in your email address.' });
    const { error } = await locals.supabase.auth.resetPasswordForEmail(email, {
      redirectTo: `${url.origin}/settings?new-password`,
    });
    const failure = sentOrFailed(error);
    return failure
      ? fail(failure.status, { email, message: failure.message })
      : { email, sent: true };
  },
};
