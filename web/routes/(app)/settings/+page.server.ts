import { fail, redirect } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';
import { explainAuthError } from '../../(auth)/auth-error.ts';
import { SHORTEST_PASSWORD } from '../../(auth)/credentials.ts';

export function load({ url }) {
  return {
    shortestPassword: SHORTEST_PASSWORD,
    choosesPassword: url.searchParams.has('new-password'),
  };
}

export const actions = {
  /** Names the account. */
  account: async (event) => {
    const { account } = await requireMember(event);
    const name = String((await event.request.formData()).get('name') ?? '');
    return attempt(async () => {
      unwrap(await event.locals.supabase.rpc('rename_account', { account_id: account.id, name }));
      return { done: 'The account has its new name.' };
    });
  },

  /** Sends a link to both addresses; nothing changes until they are opened. */
  email: async (event) => {
    await requireMember(event);
    const email = String((await event.request.formData()).get('email') ?? '').trim();
    const { error } = await event.locals.supabase.auth.updateUser(
      { email },
      { emailRedirectTo: `${event.url.origin}/settings` },
    );
    if (error) return refuse(error);
    return { done: `Open the links we sent to both addresses, and ${email} is yours.` };
  },

  password: async (event) => {
    await requireMember(event);
    const password = String((await event.request.formData()).get('password') ?? '');
    if (password.length < SHORTEST_PASSWORD) {
      return fail(422, { message: `A password needs at least ${SHORTEST_PASSWORD} characters.` });
    }
    const { error } = await event.locals.supabase.auth.updateUser({ password });
    if (error) return refuse(error);
    return { done: 'You have a new password.' };
  },

  /** Ends every session of the user, this one too. */
  signOutEverywhere: async (event) => {
    await requireMember(event);
    await event.locals.supabase.auth.signOut({ scope: 'global' });
    redirect(303, '/sign-in');
  },
};

function refuse(error: Parameters<typeof explainAuthError>[0]) {
  const { status, message } = explainAuthError(error);
  return fail(status, { message });
}
