import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Role } from '$lib/roles.ts';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { sendMail } from '$lib/server/mail.ts';
import { requireMember } from '$lib/server/member.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { invitationMail, readMembers } from './members.server.ts';
import { typedEmail } from '$contract/typed-email.ts';

export async function load(event) {
  return readAsMember(event, (accountId) => readMembers(event.locals.supabase, accountId));
}

async function readForm(event: RequestEvent) {
  const { account, email } = await requireMember(event);
  const form = await event.request.formData();
  return { account, from: email, account_id: account.id, user_id: text(form, 'user'), form };
}

export const actions = {
  /** Makes the link, mails it where mail is set up, and shows it in any case. */
  invite: async (event) => {
    const { account, from, account_id, form } = await readForm(event);
    const email = typedEmail(text(form, 'email')).toLowerCase();
    return attempt(async () => {
      const token = unwrap(
        await event.locals.supabase.rpc('invite_member', {
          ...{ account_id, email },
          role: text(form, 'role') as Role,
        }),
      );
      const link = `${event.url.origin}/invitations/${token}`;
      const isMailed = await sendMail(invitationMail(email, from, account.name, link));
      return { invited: { email, link, isMailed } };
    }, 'email');
  },

  withdraw: async (event) => {
    const { account_id, form } = await readForm(event);
    const invitation_id = text(form, 'invitation');
    return attempt(async () => {
      unwrap(await event.locals.supabase.rpc('withdraw_invitation', { account_id, invitation_id }));
      return { done: 'Invitation withdrawn. Its link no longer works.' };
    });
  },

  role: async (event) => {
    const { account_id, user_id, form } = await readForm(event);
    const role = text(form, 'role') as Role;
    return attempt(async () => {
      unwrap(await event.locals.supabase.rpc('set_role', { account_id, user_id, role }));
      return { done: `${text(form, 'email')} is now ${role === 'viewer' ? 'a' : 'an'} ${role}.` };
    });
  },

  remove: async (event) => {
    const { account_id, user_id, form } = await readForm(event);
    return attempt(async () => {
      unwrap(await event.locals.supabase.rpc('remove_member', { account_id, user_id }));
      return { done: `Removed ${text(form, 'email')} from the account.` };
    });
  },

  /** Makes somebody else the owner, and the caller an admin. */
  transfer: async (event) => {
    const { account_id, user_id, form } = await readForm(event);
    return attempt(async () => {
      unwrap(await event.locals.supabase.rpc('transfer_ownership', { account_id, user_id }));
      return { done: `${text(form, 'email')} is now the owner, and you’re an admin.` };
    });
  },

  leave: async (event) => {
    const { account_id } = await readForm(event);
    return attempt(async () => {
      unwrap(await event.locals.supabase.rpc('leave_account', { account_id }));
      redirect(303, '/customers');
    });
  },
};
