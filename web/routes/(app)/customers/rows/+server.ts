import { json } from '@sveltejs/kit';
import { parseView } from '$lib/filters';
import { searchCustomers } from '$lib/server/customers.ts';
import { requireMember } from '$lib/server/member.ts';

/** One page of rows, for a table that scrolls on. The query is that of the customers page. */
export async function GET(event) {
  const { account } = await requireMember(event);
  const view = parseView(event.url.searchParams);
  return json(await searchCustomers(event.locals.supabase, account.id, view));
}
