import { json } from '@sveltejs/kit';
import { parseView } from '$lib/filters';
import { searchCustomers } from '$lib/server/customers.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';

/** One page of rows, for a table that scrolls on. The query is that of the customers page. */
export async function GET(event) {
  const view = parseView(event.url.searchParams);
  const page = await readAsMember(event, (accountId) =>
    searchCustomers(event.locals.supabase, accountId, view),
  );
  return json(page);
}
