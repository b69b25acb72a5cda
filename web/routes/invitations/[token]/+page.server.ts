import { redirect } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { chooseAccount, readClaims, signInFirst } from '$lib/server/member.ts';
import { signOut } from '$lib/server/sign-out.ts';

export async function load(event) {
  const claims = await readClaims(event);
  if (!claims) return { email: null, invitation: null };
  const { token } = event.params;
  const [invitation] = unwrap(await event.locals.supabase.rpc('read_invitation', { token }));
  return { email: claims.email ?? '', invitation: invitation ?? null };
}

export const actions = {
  accept: async (event) => {
    if (!(await readClaims(event))) signInFirst(event.url.pathname);
    const { token } = event.params;
    return attempt(async () => {
      chooseAccount(event, unwrap(await event.locals.supabase.rpc('accept_invitation', { token })));
      redirect(303, '/customers');
    });
  },

  /** For somebody who is signed in with another email than the invited one. */
  signOut: async (event) => {
    await signOut(event);
    signInFirst(event.url.pathname);
  },
};
