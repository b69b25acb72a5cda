import { error } from '@sveltejs/kit';
import type { Entry } from './sentences.ts';
import { unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';

const PAGE_SIZE = 50;
const TIME = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function load(event) {
  const after = readPlace(event.url.searchParams);
  const found = await readAsMember(event, async (account_id) =>
    event.locals.supabase.rpc('read_audit_log', { account_id, ...after, page_size: PAGE_SIZE + 1 }),
  );
  const { account } = await requireMember(event);
  if (account.role !== 'owner') {
    error(403, { message: 'Only owners can see the audit log. Ask one of them.' });
  }
  const entries = unwrap(found) as unknown as Entry[];
  const last = entries[PAGE_SIZE - 1];
  return {
    entries: entries.slice(0, PAGE_SIZE),
    isFirst: !after,
    older: entries.length > PAGE_SIZE && last ? { before: last.at, id: last.id } : null,
  };
}

/** The entry after which a page begins. An address that names none shows the first page. */
function readPlace(searchParams: URLSearchParams) {
  const before = searchParams.get('before') ?? '';
  const before_id = searchParams.get('id') ?? '';
  return TIME.test(before) && UUID.test(before_id) ? { before, before_id } : null;
}
