import { headToCsv, rowsToCsv } from './csv.ts';
import { csvColumns } from './csv-columns.ts';
import { exportName } from './file-name.ts';
import { parseView, titleOf, toFilter, type View } from '$lib/filters';
import { listKeysOfProjects, type Customer } from '$lib/server/customers.ts';
import { unwrap, type Supabase } from '$lib/server/database.ts';
import { download } from '$lib/server/download.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';
import { createReader } from '$lib/server/reader.ts';
import { recordExport, requireExportRight } from '$lib/server/record-export.ts';
import { listViews } from '$lib/server/saved-views.ts';

type Row = Customer & { sort_value?: unknown };

/** The most that search_customers gives at once. */
const PAGE_SIZE = 1000;

/** All customers that a view shows, in its order and with its columns, as a CSV file that is written while it is read. */
export async function GET(event) {
  const { account } = await requireMember(event);
  const view = parseView(event.url.searchParams);
  const reader = await createReader(event);
  const title = titleOf(view, await listViews(reader, account.id));
  return download(writeCsv(reader, account.id, view), {
    name: `${exportName(account.name, title)}.csv`,
    type: 'text/csv; charset=utf-8',
  });
}

async function* writeCsv(
  supabase: Supabase,
  accountId: string,
  view: View,
): AsyncGenerator<string> {
  const filter = toFilter(view);

  async function read(last?: Row): Promise<Row[]> {
    const found = await supabase.rpc('search_customers', {
      account_id: accountId,
      filter,
      sort: view.sort,
      descending: view.descending,
      cursor: last ? ([last.sort_value ?? null, last.id] as never) : null,
      page_size: PAGE_SIZE,
    });
    return unwrap(found) as unknown as Row[];
  }

  const [first, projects, keys] = await Promise.all([
    read(),
    listProjects(supabase, accountId),
    listKeysOfProjects(supabase, accountId),
    requireExportRight(supabase, accountId),
  ]);
  const columns = csvColumns(view, projects, keys);
  let customers = 0;
  try {
    yield '\ufeff' + headToCsv(columns);
    for (let page = first; page.length > 0;) {
      customers += page.length;
      yield rowsToCsv(page, columns);
      // To the empty page: a server may give fewer at once than it is asked for.
      page = await read(page.at(-1));
    }
  } finally {
    // Also of a file that was read in part.
    await recordExport(supabase, accountId, 'csv', customers);
  }
}
