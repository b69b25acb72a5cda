import { error, redirect } from '@sveltejs/kit';
import { safeNext } from '$lib/safe-next.ts';
import { providers } from '../../../providers.server.ts';

/**
 * Leads to GitHub or Google, which lead back to /confirm with a code that only this browser can use.
 * A link and no form: the policy of our pages lets forms go nowhere else.
 */
export async function GET({ params, url, locals }) {
  const provider = providers().find(({ id }) => id === params.provider);
  if (!provider)
    error(404, { message: 'This server doesn’t offer that sign-in. Use your email instead.' });
  const next = safeNext(url.searchParams.get('next'));
  const { data, error: cause } = await locals.supabase.auth.signInWithOAuth({
    provider: provider.id,
    options: { redirectTo: `${url.origin}/confirm?${new URLSearchParams({ next })}` },
  });
  if (cause || !data.url) throw cause ?? new Error('No address to sign in at.');
  redirect(303, data.url);
}
