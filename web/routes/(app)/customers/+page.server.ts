import { env } from '$env/dynamic/public';
import { parseView } from '$lib/filters.ts';
import { countCustomers, searchCustomers } from '$lib/server/customers.ts';
import { requireMember } from '$lib/server/member.ts';

export async function load(event) {
  const { account } = await requireMember(event);
  const { supabase } = event.locals;
  const view = parseView(event.url.searchParams);

  // Not awaited: counting may cost more than the page, which is sent without it.
  const count = countCustomers(supabase, account.id, view).catch(() => null);
  const customers = await searchCustomers(supabase, account.id, view);
  return { view, customers, count, ingestUrl: env.PUBLIC_INGEST_URL ?? '' };
}
