import { decodeWhole, type Encoding } from './decoder.ts';
import { EncodingSurvey } from './encoding.ts';
import type { Mapping } from './mapping.ts';
import { readText, type Table } from './parse.ts';
import type { Warnings } from './warnings.ts';

export interface ReadFile {
  table: Table;
  mapping: Mapping;
  warnings: Warnings;
  encoding: Encoding;
  /** True if the encoding is a guess, which somebody may want to change. */
  isGuessedEncoding: boolean;
  /** A fingerprint of its bytes. */
  hash: string;
}

/**
 * Reads a file and guesses what its columns are; null when there is no row in it. `chosen`: the encoding,
 * where somebody said which it is.
 */
export async function readFile(
  bytes: Uint8Array<ArrayBuffer>,
  chosen?: Encoding,
): Promise<ReadFile | null> {
  const encodings = new EncodingSurvey();
  encodings.add(bytes);
  const { encoding: found, warning } = await encodings.conclude();
  const encoding = chosen ?? found;
  const text = decodeWhole(bytes, encoding);
  const { table, survey } = readText(text, chosen ? undefined : warning);
  if (table.rows.length === 0) return null;
  return {
    table,
    ...survey.conclude(),
    encoding,
    isGuessedEncoding: warning !== undefined,
    hash: await hashOf(bytes),
  };
}

/** SHA-256, or the size where a page has no safe connection to compute one. */
async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!globalThis.crypto?.subtle) return `size:${bytes.length}`;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
