import { fail, redirect } from '@sveltejs/kit';
import { explainAuthError } from '../auth-error.ts';
import { readCredentials } from '../credentials.ts';

export const actions = {
  default: async ({ request, locals }) => {
    const { email, password, next } = readCredentials(await request.formData());
    const { error } = await locals.supabase.auth.signInWithPassword({ email, password });
    if (error) {
      const { status, message } = explainAuthError(error);
      return fail(status, { email, message });
    }
    redirect(303, next);
  },
};
