import { error, type RequestEvent } from '@sveltejs/kit';
import { getCustomer, type CustomerDetails } from '$lib/server/customers.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The customer of an account that the address names, or a page that says there is none. */
export async function requireCustomer(
  { params, locals }: RequestEvent,
  accountId: string,
): Promise<CustomerDetails> {
  const id = params.id ?? '';
  const customer = UUID.test(id) && (await getCustomer(locals.supabase, accountId, id));
  if (!customer) {
    error(404, { message: 'This customer does not exist, or belongs to another account.' });
  }
  return customer;
}
