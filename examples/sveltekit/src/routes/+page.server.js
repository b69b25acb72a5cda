import { redirect } from '@sveltejs/kit';
import { crm } from '$lib/server/crm.js';
import { signUp } from '$lib/server/users.js';

export function load({ locals }) {
  return { user: locals.user };
}

export const actions = {
  default: async ({ request, cookies }) => {
    const form = await request.formData();
    const email = String(form.get('email'));
    const name = String(form.get('name'));
    cookies.set('session', signUp(email, name), { path: '/' });
    // When they sign up.
    crm.identify({ email, name, status: 'trial', params: { plan: 'pro' } });
    redirect(303, '/');
  },
};
