import { unwrap, type Supabase } from './database.ts';
import type { Account } from './member.ts';
import { recordExport, requireExportRight } from './record-export.ts';
import { listApiKeys } from './projects.ts';

// The most that the database gives at once.
const CUSTOMERS = 1000;
const ENTRIES = 200;

/**
 * An account as the text of one JSON object, in parts that are made while they are read: what the account
 * is and has, then every customer, and for owners the audit log.
 */
export async function* exportAccount(supabase: Supabase, account: Account): AsyncGenerator<string> {
  await requireExportRight(supabase, account.id);
  const head = await readHead(supabase, account.id);
  const first = await readCustomers(supabase, account.id);
  let count = 0;
  try {
    yield JSON.stringify(head, null, 2).replace(/\n}$/, ',\n  "customers": [');
    for (let page = first; page.length > 0;) {
      const texts = page.map(({ customer }) => JSON.stringify(customer));
      const separator = count ? ',\n' : '\n';
      count += page.length;
      yield separator + texts.join(',\n');
      // To the empty page: a server may give fewer at once than it is asked for.
      page = await readCustomers(supabase, account.id, page.at(-1)!.id);
    }
  } finally {
    // Also of a file that was read in part.
    await recordExport(supabase, account.id, 'json', count);
  }
  yield '\n  ]';
  if (account.role === 'owner') yield* auditLog(supabase, account.id);
  yield '\n}\n';
}

async function readHead(supabase: Supabase, id: string) {
  const [account, subscription, members, projects, keys, views, imports] = await Promise.all([
    supabase.from('accounts').select().eq('id', id),
    supabase
      .from('subscriptions')
      .select('state, trial_ends_at, current_period_end, cancel_at_period_end, ended_at')
      .eq('account_id', id),
    supabase.from('members').select('email, role, created_at').eq('account_id', id),
    supabase
      .from('projects')
      .select('id, name, color, mark, created_at, archived_at')
      .eq('account_id', id),
    listApiKeys(supabase, id),
    supabase.from('views').select('name, query, position').eq('account_id', id),
    supabase
      .from('imports')
      .select('project_id, file_name, row_count, created, updated, created_at, user_email')
      .eq('account_id', id),
  ]);
  return {
    exported_at: new Date(),
    account: unwrap(account)[0],
    subscription: unwrap(subscription)[0],
    members: unwrap(members),
    projects: unwrap(projects),
    keys,
    views: unwrap(views),
    imports: unwrap(imports),
  };
}

async function readCustomers(supabase: Supabase, account_id: string, after?: string) {
  return unwrap(
    await supabase.rpc('export_customers', { account_id, after, page_size: CUSTOMERS }),
  );
}

async function* auditLog(supabase: Supabase, account_id: string): AsyncGenerator<string> {
  yield ',\n  "audit_log": [';
  let before: { before?: string; before_id?: string } = {};
  for (let isFirst = true; ; isFirst = false) {
    const page = unwrap(
      await supabase.rpc('read_audit_log', { account_id, page_size: ENTRIES, ...before }),
    );
    const last = page.at(-1);
    if (!last) break;
    yield (isFirst ? '\n' : ',\n') + page.map((entry) => JSON.stringify(entry)).join(',\n');
    const { at, id } = last;
    before = { before: at, before_id: id };
  }
  yield '\n  ]';
}
