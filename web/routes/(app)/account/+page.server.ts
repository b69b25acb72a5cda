import { redirect } from '@sveltejs/kit';
import { ACCOUNT_COOKIE, requireMember } from '$lib/server/member.ts';

export function load() {
  redirect(303, '/customers');
}

export const actions = {
  /** Looks at another account that the user belongs to. */
  default: async (event) => {
    const { accounts } = await requireMember(event);
    const chosen = (await event.request.formData()).get('account');
    const account = accounts.find(({ id }) => id === chosen);
    if (account) {
      event.cookies.set(ACCOUNT_COOKIE, account.id, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: event.url.protocol === 'https:',
        maxAge: 365 * 86_400,
      });
    }
    redirect(303, '/customers');
  },
};
