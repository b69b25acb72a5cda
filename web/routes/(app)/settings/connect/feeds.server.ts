import { unwrap, type Supabase } from '$lib/server/database.ts';

/** The live feeds of an account, the newest first. Their addresses are unknown here. */
export async function listFeeds(supabase: Supabase, accountId: string) {
  const found = await supabase
    .from('feeds')
    .select('id, view_id, hint, old_until, created_at, last_used_at')
    .eq('account_id', accountId)
    .is('revoked_at', null)
    .order('created_at', { ascending: false })
    .order('id');
  return unwrap(found);
}

export type Feed = Awaited<ReturnType<typeof listFeeds>>[number];

/** Makes a feed of a view. Its secret is returned here and never again. */
export async function createFeed(
  supabase: Supabase,
  accountId: string,
  viewId: string,
): Promise<string> {
  const made = await supabase.rpc('create_feed', { account_id: accountId, view_id: viewId });
  return unwrap(made)[0]!.feed_key;
}

/** Gives a feed a new secret, and returns it. */
export async function rotateFeed(supabase: Supabase, feedId: string): Promise<string> {
  return unwrap(await supabase.rpc('rotate_feed', { feed_id: feedId }));
}

export async function revokeFeed(supabase: Supabase, feedId: string): Promise<void> {
  unwrap(await supabase.rpc('revoke_feed', { feed_id: feedId }));
}
