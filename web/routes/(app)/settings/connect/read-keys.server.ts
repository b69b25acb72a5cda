import { unwrap, type Supabase } from '$lib/server/database.ts';

/** The read keys of an account, the newest first. The keys themselves are unknown here. */
export async function listReadKeys(supabase: Supabase, accountId: string) {
  const found = await supabase
    .from('read_keys')
    .select(
      'id, name, project_ids, hide_emails, can_erase, hint, created_at, expires_at, last_used_at, revoked_at, calls, counted_on',
    )
    .eq('account_id', accountId)
    .order('created_at', { ascending: false })
    .order('id');
  return unwrap(found).map(({ calls, counted_on, ...key }) => ({
    ...key,
    isOver: key.revoked_at !== null || Date.parse(key.expires_at ?? '') <= Date.now(),
    calls: callsOfWeek(calls, counted_on),
  }));
}

/** The sum of the seven days that end today, in UTC; `calls` are those of `day` and of the days before it. */
export function callsOfWeek(calls: number[], day: string | null, now = Date.now()): number {
  const age = day === null ? 0 : Math.floor((now - Date.parse(day)) / 86_400_000);
  return calls.slice(0, Math.max(0, 7 - age)).reduce((sum, count) => sum + count, 0);
}

export type ReadKey = Awaited<ReturnType<typeof listReadKeys>>[number];

export interface NewReadKey {
  name: string;
  /** Null for all. */
  projectIds: string[] | null;
  hideEmails: boolean;
  /** Also all that is known of one person, as the law lets them ask for. */
  canErase: boolean;
  /** Null for never. */
  expiresInDays: number | null;
}

/** Makes a read key. It is returned here and never again. */
export async function createReadKey(
  supabase: Supabase,
  accountId: string,
  { name, projectIds, hideEmails, canErase, expiresInDays }: NewReadKey,
): Promise<string> {
  const made = await supabase.rpc('create_read_key', {
    ...{ account_id: accountId, name, hide_emails: hideEmails, can_erase: canErase },
    ...(projectIds && { project_ids: projectIds }),
    ...(expiresInDays !== null && { expires_in_days: expiresInDays }),
  });
  return unwrap(made)[0]!.read_key;
}

export async function revokeReadKey(supabase: Supabase, keyId: string): Promise<void> {
  unwrap(await supabase.rpc('revoke_read_key', { key_id: keyId }));
}
