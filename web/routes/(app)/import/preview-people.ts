import type { CustomerProject } from '$lib/server/customers.ts';
import type { ImportRow } from '$table/rows.ts';
import { endOfChunk } from './chunks.ts';
import type { Counts } from './outcomes.ts';

/** A person as an import would leave them. */
export interface PreviewedPerson {
  email: string;
  name: string | null;
  outcome: keyof Counts;
  projects: CustomerProject[];
  tags: string[];
  /** The notes of their rows, each once. */
  notes: string[];
}

const SHOWN = 10;

/** All rows about the first people of a file, or as many as fit into one request. */
export function firstPeople(rows: readonly ImportRow[]): ImportRow[] {
  const emails = new Set<string>();
  for (const { email } of rows) {
    emails.add(email);
    if (emails.size === SHOWN) break;
  }
  const found = rows.filter(({ email }) => emails.has(email));
  return found.slice(0, endOfChunk(found, 0));
}
