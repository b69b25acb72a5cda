import { json, type RequestEvent } from '@sveltejs/kit';
import { filterQuery, parseView, STANDARD_VIEWS } from '$lib/filters';
import { countCustomers } from '$lib/server/customers.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { listViews } from '$lib/server/saved-views.ts';

const AT_ONCE = 3;

/**
 * The numbers of customers of the view in the address and of each view of the rail, by their
 * queries. A view that cannot be counted is left out.
 */
export async function GET(event) {
  return json(await readAsMember(event, (accountId) => countViews(event, accountId)));
}

async function countViews({ locals: { supabase }, url }: RequestEvent, accountId: string) {
  const saved = await listViews(supabase, accountId);
  const asked = filterQuery(parseView(url.searchParams));
  const queries = [...new Set([asked, ...[...STANDARD_VIEWS, ...saved].map(({ query }) => query)])];

  const counts: Record<string, number> = {};
  const next = queries.values();
  const worker = async () => {
    for (const query of next) {
      const view = parseView(new URLSearchParams(query));
      const count = await countCustomers(supabase, accountId, view).catch(() => null);
      if (count !== null) counts[query] = count;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return counts;
}
