import { error, type RequestEvent } from '@sveltejs/kit';
import { getCustomer, type CustomerDetails } from '$lib/server/customers.ts';
import { requireMember } from '$lib/server/member.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The customer that the address names, or a page that says there is none. */
export async function requireCustomer(event: RequestEvent): Promise<CustomerDetails> {
  const { account } = await requireMember(event);
  const id = event.params.id ?? '';
  const customer = UUID.test(id) && (await getCustomer(event.locals.supabase, account.id, id));
  if (!customer) {
    error(404, { message: 'This customer does not exist, or belongs to another account.' });
  }
  return customer;
}
