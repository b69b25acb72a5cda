import { fail } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { findPerson } from './person.ts';

export const actions = {
  /** Finds one person by email, which is in no address and so in no log. */
  find: async (event) => {
    const { account } = await requireMember(event);
    const email = text(await event.request.formData(), 'email');
    return attempt(async () => {
      const person = await findPerson(event.locals.supabase, account.id, email);
      if (person) return { person };
      return fail(404, { message: `This account has no data about ${email.trim()}.` });
    });
  },

  erase: async (event) => {
    const { account } = await requireMember(event);
    const id = text(await event.request.formData(), 'id');
    return attempt(async () => {
      const count = unwrap(
        await event.locals.supabase.rpc('erase_customers', {
          account_id: account.id,
          customer_ids: [id],
        }),
      );
      if (count === 0) return fail(404, { message: 'This customer was already deleted.' });
      return { done: 'Customer deleted from every product.' };
    });
  },

  /** Has the account deleted in 7 days, for an owner who typed its name. */
  delete: async (event) => {
    const { account } = await requireMember(event);
    const name = text(await event.request.formData(), 'name');
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
      return { done: 'Deletion canceled.' };
    });
  },
};
