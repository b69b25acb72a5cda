import { redirect } from '@sveltejs/kit';
import { chooseAccount, requireMember } from '$lib/server/member.ts';

export function load() {
  redirect(303, '/customers');
}

export const actions = {
  /** Looks at another account that the user belongs to. */
  default: async (event) => {
    const { accounts } = await requireMember(event);
    const chosen = (await event.request.formData()).get('account');
    const account = accounts.find(({ id }) => id === chosen);
    if (account) chooseAccount(event, account.id);
    redirect(303, '/customers');
  },
};
