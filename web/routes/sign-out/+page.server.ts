import { redirect } from '@sveltejs/kit';
import { signOut } from '$lib/server/sign-out.ts';

export function load() {
  redirect(303, '/customers');
}

export const actions = {
  default: async (event) => {
    // Only this browser: other devices stay signed in.
    await signOut(event);
    redirect(303, '/sign-in');
  },
};
