import { unwrap, type Supabase } from '$lib/server/database.ts';

const SHOWN = 20;

/** An import as the page shows it. */
export type Import = Awaited<ReturnType<typeof listImports>>[number];

/** The latest imports of an account, the newest first. */
export async function listImports(supabase: Supabase, accountId: string) {
  return unwrap(
    await supabase
      .from('imports')
      .select(
        'id, project_id, file_name, file_hash, settings, row_count, rows_done, created, updated, unchanged, invalid, created_at, user_email, finished_at, undo_started_at, undone_at, removed, restored, kept',
      )
      .eq('account_id', accountId)
      .order('created_at', { ascending: false })
      .order('id')
      .limit(SHOWN),
  );
}

/** What undoing an import would do, of the first 10,000 customers; `hasMore` where it changed others too. */
export interface UndoPreview {
  id: string;
  removed: number;
  restored: number;
  kept: number;
  hasMore: boolean;
}

/** Says what undoing an import would do. */
export async function previewUndo(supabase: Supabase, id: string): Promise<UndoPreview> {
  const [found] = unwrap(await supabase.rpc('preview_undo', { import_id: id }));
  if (!found) throw new Error('The database returned no row.');
  const { removed, restored, kept, has_more: hasMore } = found;
  return { id, removed, restored, kept, hasMore };
}

/**
 * Takes an import back, in as many steps as fit into `budgetMs`. Whether it is all undone; if not,
 * it is to be called again.
 */
export async function undoImport(supabase: Supabase, id: string, budgetMs: number) {
  const end = Date.now() + budgetMs;
  do {
    const undone = unwrap(await supabase.rpc('undo_import', { import_id: id }));
    if (undone.undone_at !== null) return true;
  } while (Date.now() < end);
  return false;
}
