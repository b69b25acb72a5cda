import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/database.types.ts';
export interface SavedView {
  id: string;
  name: string;
  query: string;
}
export async function listViews(
  _supabase: SupabaseClient<Database>,
  _accountId: string,
): Promise<SavedView[]> {
  return [];
}
