import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/database.types.ts';
import { unwrap } from './database.ts';

type Supabase = SupabaseClient<Database>;

const PAGE_SIZE = 200;

/**
 * An account as the text of one JSON object, in parts that are made while they are read: account, members,
 * products, views, and then every customer.
 */
export async function* exportAccount(
  supabase: Supabase,
  accountId: string,
): AsyncGenerator<string> {
  const [accounts, members, products, views] = await Promise.all([
    supabase.from('accounts').select().eq('id', accountId),
    supabase.from('members').select('email, role, created_at').eq('account_id', accountId),
    supabase.from('projects').select('id, name, color, created_at').eq('account_id', accountId),
    supabase.from('views').select('name, query, position').eq('account_id', accountId),
  ]);
  const head = JSON.stringify(
    {
      exported_at: new Date(),
      account: unwrap(accounts)[0],
      members: unwrap(members),
      products: unwrap(products),
      views: unwrap(views),
    },
    null,
    2,
  );
  let page = await readPage(supabase, accountId);
  yield head.replace(/\n}$/, ',\n  "customers": [');
  let count = 0;
  while (page.length > 0) {
    yield page.map(({ customer }) => `${count++ ? ',' : ''}\n${JSON.stringify(customer)}`).join('');
    page = page.length < PAGE_SIZE ? [] : await readPage(supabase, accountId, page.at(-1)!.id);
  }
  unwrap(
    await supabase.rpc('record_export', {
      account_id: accountId,
      format: 'json',
      customers: count,
    }),
  );
  yield '\n  ]\n}\n';
}

async function readPage(supabase: Supabase, account_id: string, after?: string) {
  return unwrap(
    await supabase.rpc('export_customers', { account_id, after, page_size: PAGE_SIZE }),
  );
}
