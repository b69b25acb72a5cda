import type { FileRecord } from '../records.ts';
import type { ReadWarning } from '../warnings.ts';

/** The rows of one sheet that have something in them, and what there is to say of its cells. */
export interface Sheet {
  records: FileRecord[];
  warnings: ReadWarning[];
}

/** A file of a spreadsheet program. */
export interface Workbook {
  /** The names of its sheets that are not hidden, in their order. */
  sheets: string[];
  /** Reads the sheet at this place in `sheets`. */
  read(at: number): Sheet;
}
