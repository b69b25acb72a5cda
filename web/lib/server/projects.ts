import type { Database } from '$lib/database.types.ts';
import { unwrap, type Supabase } from './database.ts';

export type Project = Pick<
  Database['public']['Tables']['projects']['Row'],
  'id' | 'name' | 'color'
> & { mark?: string };
export type ApiKey = Awaited<ReturnType<typeof listApiKeys>>[number];

/** The projects of an account, the oldest first. */
export async function listProjects(supabase: Supabase, accountId: string): Promise<Project[]> {
  return unwrap(
    await supabase
      .from('projects')
      .select('id, name, color, mark')
      .eq('account_id', accountId)
      .order('created_at')
      .order('id'),
  );
}

/** The keys of an account, the newest first. The keys themselves are unknown here. */
export async function listApiKeys(supabase: Supabase, accountId: string) {
  return unwrap(
    await supabase
      .from('api_keys')
      .select('id, project_id, name, hint, created_at, last_used_at, expires_at, revoked_at')
      .eq('account_id', accountId)
      .order('created_at', { ascending: false })
      .order('id'),
  );
}

/** Makes a project and its first key. The key is returned here and never again. */
export async function createProject(supabase: Supabase, accountId: string, name: string) {
  const project = unwrap(await supabase.rpc('create_project', { account_id: accountId, name }));
  return { projectId: project.id, ...(await createApiKey(supabase, project.id)) };
}

export async function createApiKey(supabase: Supabase, projectId: string, name?: string) {
  return onlyRow(unwrap(await supabase.rpc('create_api_key', { project_id: projectId, name })));
}

/** Makes a key in place of an old one, which works on for `graceHours` (0 to 168). */
export async function rotateApiKey(supabase: Supabase, keyId: string, graceHours: number) {
  return onlyRow(
    unwrap(await supabase.rpc('rotate_api_key', { key_id: keyId, grace_hours: graceHours })),
  );
}

export async function revokeApiKey(supabase: Supabase, keyId: string): Promise<void> {
  unwrap(await supabase.rpc('revoke_api_key', { key_id: keyId }));
}

function onlyRow<T>(rows: T[]): T {
  const row = rows[0];
  if (!row) throw new Error('The database returned no row.');
  return row;
}
