import { redirect } from '@sveltejs/kit';

// The one page of the site that is not a file: who is signed in wants their customers here.
export const prerender = false;

export async function load({ cookies, locals }) {
  if (!cookies.getAll().some(({ name }) => name.startsWith('sb-'))) return;
  // Without an answer, or when the session has ended, this is the home page as for anybody.
  const { data } = await locals.supabase.auth.getClaims().catch(() => ({ data: null }));
  if (data?.claims) redirect(303, '/customers');
}
