import { redirect } from '@sveltejs/kit';
import { safeNext } from '$lib/safe-next.ts';

/** Where the link in a confirmation mail ends: trades its code for a session. */
export async function GET({ url, locals }) {
  const code = url.searchParams.get('code');
  const next = safeNext(url.searchParams.get('next'));
  if (code && !(await locals.supabase.auth.exchangeCodeForSession(code)).error) redirect(303, next);
  // Opened in another browser, or twice: the address is confirmed all the same.
  redirect(303, `/sign-in?${new URLSearchParams({ confirmed: 'elsewhere', next })}`);
}
