import { error } from '@sveltejs/kit';
import type { Entry } from '$lib/audit/words.ts';
import { unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';

const PAGE_SIZE = 50;

export async function load(event) {
  const { account } = await requireMember(event);
  if (account.role !== 'owner') {
    error(403, { message: 'The audit log is for owners. Ask one of them.' });
  }
  const { searchParams } = event.url;
  const found = await event.locals.supabase.rpc('read_audit_log', {
    account_id: account.id,
    before: searchParams.get('before') ?? undefined,
    before_id: searchParams.get('id') ?? undefined,
    page_size: PAGE_SIZE + 1,
  });
  const entries = unwrap(found) as unknown as Entry[];
  const last = entries[PAGE_SIZE - 1];
  return {
    entries: entries.slice(0, PAGE_SIZE),
    isFirst: !searchParams.has('before'),
    older: entries.length > PAGE_SIZE && last ? { before: last.at, id: last.id } : null,
  };
}
