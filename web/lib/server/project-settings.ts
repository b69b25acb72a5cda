import { error } from '@sveltejs/kit';
import type { Database } from '$lib/database.types.ts';
import { unwrap, type Supabase } from './database.ts';

export type ProjectSettings = Awaited<ReturnType<typeof listProjectSettings>>[number];

/** A person a project sent lately. */
export interface RecentCall {
  customer_id: string;
  email: string;
  name: string | null;
  status: Database['public']['Enums']['customer_status'];
  first_seen_at: string;
  at: string;
}

/** Calls of the last ten minutes that were refused for one reason. */
export interface Refusal {
  kind: string;
  code: string;
  pointer: string;
  detail: string;
  status: number;
  count: number;
  at: string;
}

export interface RecentCalls {
  calls: RecentCall[];
  refusals: Refusal[];
}

/** The projects of an account with all that can be set, the oldest first. */
export async function listProjectSettings(supabase: Supabase, accountId: string) {
  return unwrap(
    await supabase
      .from('projects')
      .select('id, name, color, mark, archived_at, is_sample, created_at')
      .eq('account_id', accountId)
      .order('created_at')
      .order('id'),
  );
}

/** One project of an account, or the page error for one that is not there. */
export async function readProjectSettings(supabase: Supabase, accountId: string, id: string) {
  const projects = await listProjectSettings(supabase, accountId);
  const project = projects.find((project) => project.id === id);
  if (!project) error(404, { message: 'This project doesn’t exist or was deleted.' });
  return project;
}

export async function recentCalls(supabase: Supabase, projectId: string): Promise<RecentCalls> {
  const found = unwrap(await supabase.rpc('recent_calls', { project_id: projectId }));
  return found as unknown as RecentCalls;
}

export async function renameProject(supabase: Supabase, projectId: string, name: string) {
  unwrap(await supabase.rpc('rename_project', { project_id: projectId, name }));
}

export async function setProjectColor(supabase: Supabase, projectId: string, color: string) {
  unwrap(await supabase.rpc('set_project_color', { project_id: projectId, color }));
}

/** Gives a project the first letter or emoji of a text as its mark, or none. */
export async function setProjectMark(supabase: Supabase, projectId: string, text: string) {
  const [first] = new Intl.Segmenter().segment(text.trim());
  unwrap(
    await supabase.rpc('set_project_mark', { project_id: projectId, mark: first?.segment ?? '' }),
  );
}

/** Refuses the keys of a project, or lets them work again. */
export async function archiveProject(supabase: Supabase, projectId: string, archived: boolean) {
  const call = archived ? 'archive_project' : 'unarchive_project';
  unwrap(await supabase.rpc(call, { project_id: projectId }));
}

/** Deletes a project step by step. False when it is too large for one request: call it again. */
export async function deleteProject(supabase: Supabase, projectId: string, name: string) {
  for (let step = 0; step < 10; step++) {
    if (unwrap(await supabase.rpc('delete_project', { project_id: projectId, name }))) return true;
  }
  return false;
}

export async function setSampleData(supabase: Supabase, accountId: string, on: boolean) {
  const call = on ? 'add_sample_data' : 'remove_sample_data';
  unwrap(await supabase.rpc(call, { account_id: accountId }));
}
