import { fail } from '@sveltejs/kit';
import { attempt, unwrap, type Supabase } from '$lib/server/database.ts';
import { openStripePage } from '$lib/server/billing.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { typedEmail } from '$contract/typed-email.ts';

/** The number of times that the page looks whether Stripe has reported a payment. */
const LOOKS = 10;

export async function load(event) {
  const owners = await readAsMember(event, (id) => readOwners(event.locals.supabase, id));
  const { account, billing } = await requireMember(event);
  const looks = event.url.searchParams.get('subscribed');
  const isPaying = billing.state === 'active' || billing.state === 'past_due';
  return {
    /** As it is now: what the layout has may be from before the trial ended. */
    billing,
    /** Back from paying, before Stripe has told: which look this is. Past the last, undefined. */
    look: looks !== null && !isPaying ? Number(looks) || 0 : undefined,
    looks: LOOKS,
    isThanked: looks !== null && isPaying,
    owners: account.role === 'owner' ? [] : owners,
  };
}

async function readOwners(supabase: Supabase, accountId: string) {
  const rows = unwrap(
    await supabase.from('members').select('email').match({ account_id: accountId, role: 'owner' }),
  );
  return rows.map(({ email }) => email);
}

export const actions = {
  /** Answers with the page at Stripe where the owner subscribes. */
  checkout: async (event) => {
    const { account, email } = await requireMember(event);
    return attempt(async () => ({
      leaveFor: await openStripePage(event, 'checkout', account.id, email),
    }));
  },

  /** Answers with the page at Stripe for the card, the invoices and the end. */
  portal: async (event) => {
    const { account } = await requireMember(event);
    return attempt(async () => ({ leaveFor: await openStripePage(event, 'portal', account.id) }));
  },

  /** Erases one person in every product, also while the rest of the dashboard is closed. */
  erase: async (event) => {
    const { account } = await requireMember(event);
    const form = await event.request.formData();
    const email = typedEmail(text(form, 'email'));
    if (!form.has('sure'))
      return fail(422, { message: 'Check the box to confirm. This can’t be undone.' });
    return attempt(async () => {
      const { supabase } = event.locals;
      const found = unwrap(
        await supabase.from('customers').select('id').match({ account_id: account.id, email }),
      );
      if (found.length === 0) return { erased: `No customer has the email ${email}.` };
      const customer_ids = found.map(({ id }) => id);
      unwrap(await supabase.rpc('erase_customers', { account_id: account.id, customer_ids }));
      return { erased: `Deleted ${email} from every product.` };
    });
  },
};
