import { decode } from './decode.ts';
import type { Mapping } from './guess.ts';
import { readText, type Table } from './parse.ts';
import type { Warnings } from './warnings.ts';

export interface ReadFile {
  table: Table;
  mapping: Mapping;
  warnings: Warnings;
  /** A fingerprint of its bytes. */
  hash: string;
}

/** Reads a file and guesses what its columns are; null when there is no row in it. */
export async function readFile(bytes: Uint8Array<ArrayBuffer>): Promise<ReadFile | null> {
  const { table, survey } = readText(decode(bytes));
  if (table.rows.length === 0) return null;
  return { table, ...survey.conclude(), hash: await hashOf(bytes) };
}

/** SHA-256, or the size where a page has no safe connection to compute one. */
async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!globalThis.crypto?.subtle) return `size:${bytes.length}`;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
