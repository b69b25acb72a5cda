import { Failure } from '../failure.ts';
import { Unreadable } from '../table/unreadable.ts';
import { isWorkbook } from '../table/workbook/is-workbook.ts';
import { openBytes } from './bytes.ts';
import { openCsv } from './csv.ts';
import type { Source } from './source.ts';

const HEAD_BYTES = 8;

/** What somebody said of how a file is to be read. */
interface Chosen {
  encoding?: string;
  sheet?: string;
}

/**
 * A CSV, TSV, .xlsx or .ods file; `-` is standard input. What it is its first bytes tell, and not its
 * name. Throws a Failure when it cannot be read.
 */
export async function openFile(path: string, { encoding, sheet }: Chosen = {}): Promise<Source> {
  const bytes = await openBytes(path);
  try {
    if (isWorkbook(await bytes.head(HEAD_BYTES))) {
      const { openSheet } = await import('./workbook.ts');
      return await openSheet(bytes, path, sheet);
    }
    if (sheet !== undefined) throw new Failure(`--sheet: ${path} has no sheets.`);
    return await openCsv(bytes, path, encoding);
  } catch (cause) {
    await bytes.close();
    throw cause instanceof Unreadable ? new Failure(cause.message, { cause }) : cause;
  }
}
