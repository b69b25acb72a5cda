import { ask } from '$lib/ask.ts';
import type { Status } from '$contract/statuses.ts';
import type { StatusPreview } from './words.ts';

/** The customers that are meant: selected ones, or all that a view shows, by the query of its address. */
export type Who = { ids: string[] } | { query: string };

const PATH = '/customers/bulk';

/** Puts a tag on customers, or takes it off, and answers of how many. `edit` is the id to undo it by. */
export async function changeTag(
  who: Who,
  change: { action: 'tag' | 'untag'; tag: string; edit: string },
): Promise<number> {
  return (await ask<{ changed: number }>(PATH, { ...who, ...change })).changed;
}

export function previewStatus(who: Who, project: string, status: Status): Promise<StatusPreview> {
  return ask<StatusPreview>(PATH, { ...who, action: 'preview', project, status });
}

export async function setStatus(
  who: Who,
  change: { project: string; status: Status; edit: string },
): Promise<number> {
  return (await ask<{ changed: number }>(PATH, { ...who, action: 'status', ...change })).changed;
}

export async function eraseCustomers(who: Who, expected: number): Promise<number> {
  return (await ask<{ changed: number }>(PATH, { ...who, action: 'erase', expected })).changed;
}

/** The emails of all that a view shows. */
export async function listEmails(query: string): Promise<string[]> {
  return (await ask<{ emails: string[] }>(PATH, { query, action: 'emails' })).emails;
}
