import { json } from '@sveltejs/kit';
import { filterQuery, parseView, STANDARD_VIEWS } from '$lib/filters';
import { countCustomers } from '$lib/server/customers.ts';
import { requireMember } from '$lib/server/member.ts';
import { listViews } from '$lib/server/saved-views.ts';

const AT_ONCE = 3;

/**
 * The numbers of customers of the view in the address and of each view of the rail, by their
 * queries. A view that cannot be counted is left out.
 */
export async function GET(event) {
  const { account } = await requireMember(event);
  const { supabase } = event.locals;
  const saved = await listViews(supabase, account.id);
  const asked = filterQuery(parseView(event.url.searchParams));
  const queries = [...new Set([asked, ...[...STANDARD_VIEWS, ...saved].map(({ query }) => query)])];

  const counts: Record<string, number> = {};
  const next = queries.values();
  const worker = async () => {
    for (const query of next) {
      const view = parseView(new URLSearchParams(query));
      const count = await countCustomers(supabase, account.id, view).catch(() => null);
      if (count !== null) counts[query] = count;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return json(counts);
}
