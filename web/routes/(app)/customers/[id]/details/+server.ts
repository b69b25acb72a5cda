import { json } from '@sveltejs/kit';
import { requireCustomer } from '../require-customer.ts';

/** The customer as JSON, for the panel beside the table. */
export async function GET(event) {
  return json(await requireCustomer(event), { headers: { 'cache-control': 'private, no-store' } });
}
