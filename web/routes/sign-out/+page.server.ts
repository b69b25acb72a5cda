import { redirect } from '@sveltejs/kit';
import { ACCOUNT_COOKIE } from '$lib/server/member.ts';

export function load() {
  redirect(303, '/customers');
}

export const actions = {
  default: async ({ locals, cookies }) => {
    // Only this browser: other devices stay signed in.
    await locals.supabase.auth.signOut({ scope: 'local' });
    // Also when the Auth server does not answer: whoever signs out leaves nothing here.
    for (const { name } of cookies.getAll()) {
      if (name.startsWith('sb-') || name === ACCOUNT_COOKIE) cookies.delete(name, { path: '/' });
    }
    redirect(303, '/sign-in');
  },
};
