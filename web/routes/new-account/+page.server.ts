import { redirect } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { chooseAccount, readClaims, signInFirst } from '$lib/server/member.ts';

export async function load(event) {
  if (!(await readClaims(event))) signInFirst(event.url.pathname);
}

export const actions = {
  /** Creates one more account of the signed-in user, and looks at it. */
  default: async (event) => {
    if (!(await readClaims(event))) signInFirst(event.url.pathname);
    const name = text(await event.request.formData(), 'name');
    return attempt(async () => {
      chooseAccount(event, unwrap(await event.locals.supabase.rpc('create_account', { name })));
      redirect(303, '/projects');
    }, 'name');
  },
};
