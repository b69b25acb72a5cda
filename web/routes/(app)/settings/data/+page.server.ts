import { attempt, unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';

export const actions = {
  /** Has the account deleted in 7 days, for an owner who typed its name. */
  delete: async (event) => {
    const { account } = await requireMember(event);
    const name = String((await event.request.formData()).get('name') ?? '');
    return attempt(async () => {
      unwrap(
        await event.locals.supabase.rpc('schedule_account_deletion', {
          account_id: account.id,
          name,
        }),
      );
    });
  },

  keep: async (event) => {
    const { account } = await requireMember(event);
    return attempt(async () => {
      unwrap(await event.locals.supabase.rpc('stop_account_deletion', { account_id: account.id }));
      return { done: 'The account stays.' };
    });
  },
};
