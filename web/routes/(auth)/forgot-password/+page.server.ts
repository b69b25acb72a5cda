import { fail } from '@sveltejs/kit';
import { AS_LONG_AS_A_MAIL, atLeast } from '../at-least.server.ts';
import { refuseAttempt } from '$lib/server/refuse-attempt.ts';
import { sentOrFailed } from '../auth-error.ts';
import { readCredentials } from '../credentials.ts';

export const actions = {
  default: async (event) => {
    const { email } = readCredentials(await event.request.formData());
    if (!email) return fail(422, { email, message: 'Enter your email address.', field: 'email' });
    const refusal = await refuseAttempt(event, 'mail');
    if (refusal) return fail(refusal.status, { email, message: refusal.message });
    const redirectTo = `${event.url.origin}/settings?new-password`;
    const { error } = await atLeast(
      AS_LONG_AS_A_MAIL,
      event.locals.supabase.auth.resetPasswordForEmail(email, { redirectTo }),
    );
    const failure = sentOrFailed(error);
    return failure
      ? fail(failure.status, { email, message: failure.message, field: failure.field })
      : { email, sent: true };
  },
};
