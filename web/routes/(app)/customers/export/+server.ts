import { headToCsv, rowsToCsv } from '$lib/bulk/csv.ts';
import { parseView, toFilter } from '$lib/filters.ts';
import type { Customer } from '$lib/server/customers.ts';
import { unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';

/** The most that search_customers gives at once. */
const PAGE_SIZE = 200;

/** All customers that a view shows, in its order, as a CSV file that is written while it is read. */
export async function GET(event) {
  const { account } = await requireMember(event);
  const { supabase } = event.locals;
  const view = parseView(event.url.searchParams);
  const filter = toFilter(view);

  async function read(last?: Customer & { sort_value?: unknown }) {
    const found = await supabase.rpc('search_customers', {
      account_id: account.id,
      filter,
      sort: view.sort,
      descending: view.descending,
      cursor: last ? ([last.sort_value ?? null, last.id] as never) : null,
      page_size: PAGE_SIZE,
    });
    return unwrap(found) as unknown as (Customer & { sort_value?: unknown })[];
  }

  // The first page now, so that a filter that cannot be is still told as an error.
  const [first, projects] = await Promise.all([read(), listProjects(supabase, account.id)]);
  let page = first;
  let customers = 0;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode('\ufeff' + headToCsv(projects))),
    async pull(controller) {
      if (page.length > 0) controller.enqueue(encoder.encode(rowsToCsv(page, projects)));
      customers += page.length;
      if (page.length < PAGE_SIZE) {
        const entry = { account_id: account.id, format: 'csv', customers };
        unwrap(await supabase.rpc('record_export', entry));
        return controller.close();
      }
      page = await read(page.at(-1));
    },
  });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="customers-${day}.csv"`,
      'cache-control': 'private, no-store',
    },
  });
}
