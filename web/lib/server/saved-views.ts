import { unwrap, type Supabase } from './database.ts';

export type SavedView = Awaited<ReturnType<typeof listViews>>[number];

/** The views that an account has saved, in the order of the rail. */
export async function listViews(supabase: Supabase, accountId: string) {
  return unwrap(
    await supabase
      .from('views')
      .select('id, name, query')
      .eq('account_id', accountId)
      .order('position')
      .order('name')
      .limit(100),
  );
}

/** Saves a view under a name. One that has the name already is replaced. */
export async function saveView(supabase: Supabase, accountId: string, name: string, query: string) {
  return unwrap(await supabase.rpc('save_view', { account_id: accountId, name, query }));
}

export async function renameView(supabase: Supabase, accountId: string, id: string, name: string) {
  unwrap(await supabase.rpc('rename_view', { account_id: accountId, view_id: id, name }));
}

/** Moves a view to a place in the rail, the first of which is 1. */
export async function moveView(supabase: Supabase, accountId: string, id: string, place: number) {
  unwrap(await supabase.rpc('move_view', { account_id: accountId, view_id: id, place }));
}

export async function deleteView(supabase: Supabase, accountId: string, id: string) {
  unwrap(await supabase.rpc('delete_view', { account_id: accountId, view_id: id }));
}
