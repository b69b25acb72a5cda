import { json } from '@sveltejs/kit';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { requireCustomer } from '../require-customer.ts';

/** The customer as JSON, for the panel beside the table. */
export async function GET(event) {
  const customer = await readAsMember(event, (accountId) => requireCustomer(event, accountId));
  return json(customer, { headers: { 'cache-control': 'private, no-store' } });
}
