import { decodeWhole, type Encoding } from './decoder.ts';
import { EncodingSurvey } from './encoding.ts';
import type { Mapping } from './mapping.ts';
import { requireTable } from './other-formats.ts';
import { readSheet, readText, type Table } from './parse.ts';
import type { Warnings } from './warnings.ts';
import { isWorkbook } from './workbook/is-workbook.ts';

/** What somebody said of how a file is to be read. */
export interface Chosen {
  encoding?: Encoding;
  sheet?: string;
}

export interface ReadFile {
  table: Table;
  mapping: Mapping;
  warnings: Warnings;
  /** The encoding of a text. */
  encoding?: Encoding;
  /** True if the encoding is a guess, which somebody may want to change. */
  isGuessedEncoding: boolean;
  /** The sheets of a spreadsheet, and which of them this is. */
  sheets: string[];
  sheet?: string;
  /** A fingerprint of what was read. */
  hash: string;
}

/**
 * Reads a file and guesses what its columns are; null when there is no row in it. Throws Unreadable, with
 * a sentence for whoever chose it.
 */
export async function readFile(
  bytes: Uint8Array<ArrayBuffer>,
  chosen: Chosen = {},
): Promise<ReadFile | null> {
  return isWorkbook(bytes) ? readSheetOf(bytes, chosen) : readTextOf(bytes, chosen);
}

async function readTextOf(bytes: Uint8Array<ArrayBuffer>, chosen: Chosen) {
  const encodings = new EncodingSurvey();
  encodings.add(bytes);
  const { encoding: found, warning } = await encodings.conclude();
  const encoding = chosen.encoding ?? found;
  const text = decodeWhole(bytes, encoding);
  requireTable(text);
  const { table, survey } = readText(text, chosen.encoding ? undefined : warning);
  if (table.rows.length === 0) return null;
  return {
    table,
    ...survey.conclude(),
    encoding,
    isGuessedEncoding: warning !== undefined,
    sheets: [],
    hash: await hashOf(bytes),
  };
}

async function readSheetOf(bytes: Uint8Array<ArrayBuffer>, chosen: Chosen) {
  // Large, and for few files.
  const { readWorkbook } = await import('./workbook/open-workbook.ts');
  const { name, names, ...sheet } = readWorkbook(bytes, chosen.sheet);
  const { table, survey } = readSheet(sheet);
  if (table.rows.length === 0 && names.length < 2) return null;
  return {
    table,
    ...survey.conclude(),
    isGuessedEncoding: false,
    sheets: names,
    sheet: name,
    // Two sheets of one file are two imports.
    hash: `${await hashOf(bytes)}${names.length > 1 ? `#${names.indexOf(name)}` : ''}`,
  };
}

/** SHA-256, or the size where a page has no safe connection to compute one. */
async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!globalThis.crypto?.subtle) return `size:${bytes.length}`;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
