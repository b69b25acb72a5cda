import { unwrap, type Supabase } from '$lib/server/database.ts';

/** The read keys of an account, the newest first. The keys themselves are unknown here. */
export async function listReadKeys(supabase: Supabase, accountId: string) {
  return unwrap(
    await supabase
      .from('read_keys')
      .select('id, name, project_ids, hint, created_at, last_used_at, revoked_at')
      .eq('account_id', accountId)
      .order('created_at', { ascending: false })
      .order('id'),
  );
}

export type ReadKey = Awaited<ReturnType<typeof listReadKeys>>[number];

/** Makes a read key for some projects or, for null, for all. It is returned here and never again. */
export async function createReadKey(
  supabase: Supabase,
  accountId: string,
  name: string,
  projectIds: string[] | null,
): Promise<string> {
  const made = await supabase.rpc('create_read_key', {
    account_id: accountId,
    name,
    ...(projectIds && { project_ids: projectIds }),
  });
  return unwrap(made)[0]!.read_key;
}

export async function revokeReadKey(supabase: Supabase, keyId: string): Promise<void> {
  unwrap(await supabase.rpc('revoke_read_key', { key_id: keyId }));
}
