import { fail, redirect } from '@sveltejs/kit';
import { explainAuthError } from '../auth-error.ts';
import { readCredentials, SHORTEST_PASSWORD } from '../credentials.ts';

export const actions = {
  default: async ({ request, locals, url }) => {
    const form = await request.formData();
    const { email, password, next } = readCredentials(form);
    const accountName = String(form.get('account') ?? '').trim();
    if (password.length < SHORTEST_PASSWORD) {
      const message = `A password needs at least ${SHORTEST_PASSWORD} characters.`;
      return fail(422, { email, accountName, message });
    }

    const { data, error } = await locals.supabase.auth.signUp({
      email,
      password,
      options: {
        data: { account_name: accountName },
        emailRedirectTo: url.origin + next,
      },
    });
    if (error) {
      const { status, message } = explainAuthError(error);
      return fail(status, { email, accountName, message });
    }
    // Without a session the Auth server waits for the address to be confirmed.
    if (!data.session) return { email, accountName, confirm: true };
    redirect(303, next);
  },
};
