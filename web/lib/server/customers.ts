import type { Json } from '$lib/database.types.ts';
import type { Status } from '$contract/statuses.ts';
import { mergeKeys, paramOf, toFilter, type ParamKey, type View } from '$lib/filters';
import { unwrap, type Supabase } from './database.ts';

/** One customer in one project: what a badge shows. */
export interface CustomerProject {
  project_id: string;
  status: Status;
  params: Record<string, Json>;
  first_seen_at: string;
  last_activity_at: string;
}

export interface Customer {
  id: string;
  email: string;
  name: string | null;
  first_seen_at: string;
  last_activity_at: string;
  /** In the order of the account's projects. */
  projects: CustomerProject[];
  /** In the order of the alphabet. */
  tags: string[];
  /** The value that the rows are sorted by, for the cursor of a page that begins after this row. */
  sort_value: Json;
}

export interface StatusChange {
  project_id: string;
  from_status: Status | null;
  to_status: Status;
  changed_at: string;
  changed_by: 'api' | 'dashboard' | 'studio';
  /** The member who changed it in the dashboard. */
  user_email: string | null;
}

export interface Note {
  id: string;
  body: string;
  author_email: string | null;
  created_at: string;
}

export interface CustomerDetails extends Customer {
  /** The newest first, 200 at most. */
  notes: Note[];
  /** The newest first, 200 at most. */
  status_changes: StatusChange[];
}

export interface CustomerPage {
  rows: Customer[];
  hasPrevious: boolean;
  hasNext: boolean;
}

const PAGE_SIZE = 50;
const MAX_KEYS = 300;
const KEYS_PAGE = 500;

/** The page of customers that a view names. */
export async function searchCustomers(
  supabase: Supabase,
  accountId: string,
  view: View,
): Promise<CustomerPage> {
  // The rows before a row are the rows after it in the opposite order.
  const backwards = view.page?.direction === 'before';
  const found = unwrap(
    await supabase.rpc('search_customers', {
      account_id: accountId,
      filter: toFilter(view),
      sort: view.sort,
      descending: view.descending !== backwards,
      cursor: view.page && [readSortValue(view, view.page.value), view.page.id],
      // One more than is shown tells whether there is another page.
      page_size: PAGE_SIZE + 1,
    }),
  ) as unknown as Customer[];

  const more = found.length > PAGE_SIZE;
  if (!backwards) {
    return { rows: found.slice(0, PAGE_SIZE), hasPrevious: view.page !== null, hasNext: more };
  }
  // Going back ends on a first page that is full, though rows may have moved in the meantime.
  if (!more) return searchCustomers(supabase, accountId, { ...view, page: null });
  return { rows: found.slice(0, PAGE_SIZE).reverse(), hasPrevious: true, hasNext: true };
}

// An address holds text. A number of projects and a sum of params are numbers, or null for none.
function readSortValue({ sort }: View, text: string): Json {
  if (sort !== 'project_count' && !paramOf(sort)) return text;
  return text === '' ? null : Number(text);
}

/** The number of customers that match a view: exact up to 10,000, and 10,001 for more. */
export async function countCustomers(
  supabase: Supabase,
  accountId: string,
  view: View,
): Promise<number> {
  return unwrap(
    await supabase.rpc('count_customers', { account_id: accountId, filter: toFilter(view) }),
  );
}

/**
 * Goes on with an index of the numbers of a param. False when it is to be called again; null when
 * the account is too small to need one.
 */
export async function indexParam(
  supabase: Supabase,
  accountId: string,
  key: string,
): Promise<boolean | null> {
  return unwrap(await supabase.rpc('index_param', { account_id: accountId, key }));
}

/** One customer with every project, or null when there is none in this account. */
export async function getCustomer(
  supabase: Supabase,
  accountId: string,
  customerId: string,
): Promise<CustomerDetails | null> {
  const found = await supabase.rpc('get_customer', {
    account_id: accountId,
    customer_id: customerId,
  });
  return unwrap(found) as unknown as CustomerDetails | null;
}

/** The tags of an account, the most used first. */
export async function listTags(supabase: Supabase, accountId: string): Promise<string[]> {
  const found = unwrap(await supabase.rpc('list_tags', { account_id: accountId }));
  return found.map(({ tag }) => tag);
}

/** The params that projects have sent lately, with values worth offering: one entry a key. */
export async function listParamKeys(supabase: Supabase, accountId: string): Promise<ParamKey[]> {
  const found = await supabase
    .from('param_keys')
    .select('project_id, key, type, samples')
    .eq('account_id', accountId)
    .order('last_seen_at', { ascending: false })
    .order('key')
    .limit(MAX_KEYS);
  return mergeKeys(unwrap(found));
}

/** The keys of the params of each project by its id, in the order of the alphabet: 200 of a project at most. */
export async function listKeysOfProjects(
  supabase: Supabase,
  accountId: string,
): Promise<Map<string, string[]>> {
  const keys = new Map<string, string[]>();
  // A page at a time: the API gives no more than 1,000 rows at once.
  for (let from = 0; ; from += KEYS_PAGE) {
    const page = unwrap(
      await supabase
        .from('param_keys')
        .select('project_id, key')
        .eq('account_id', accountId)
        .order('project_id')
        .order('key')
        .range(from, from + KEYS_PAGE - 1),
    );
    for (const { project_id, key } of page) {
      keys.set(project_id, [...(keys.get(project_id) ?? []), key]);
    }
    if (page.length < KEYS_PAGE) return keys;
  }
}
