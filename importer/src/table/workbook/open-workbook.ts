import { Unreadable } from '../unreadable.ts';
import { openOds } from './ods.ts';
import type { Sheet, Workbook } from './workbook.ts';
import { openXlsx } from './xlsx.ts';
import { openZip } from './zip.ts';

/** The sheet that is read, and what the others are called. */
export interface ChosenSheet extends Sheet {
  name: string;
  names: string[];
}

/**
 * Reads one sheet of an .xlsx or .ods file: the one of that name, else the first with something in it.
 * Throws Unreadable for a file that is broken, locked or too large, and for a name that is not there.
 */
export function readWorkbook(bytes: Uint8Array, chosen?: string): ChosenSheet {
  try {
    return readSheetOf(open(bytes), chosen);
  } catch (cause) {
    // What is not in the right place, or is no XML.
    throw cause instanceof Unreadable ? cause : new Unreadable(BROKEN, { cause });
  }
}

function readSheetOf({ sheets: names, read }: Workbook, chosen?: string): ChosenSheet {
  if (names.length === 0) throw new Unreadable('This file has no sheets.');
  const at = chosen === undefined ? -1 : names.indexOf(chosen);
  if (chosen !== undefined && at === -1) {
    throw new Unreadable(`This file has no sheet “${chosen}”. Its sheets are ${names.join(', ')}.`);
  }
  if (at !== -1) return { ...read(at), name: names[at]!, names };
  let first: ChosenSheet | undefined;
  for (const [n, name] of names.entries()) {
    const sheet = { ...read(n), name, names };
    if (sheet.records.length > 0) return withOthers(sheet);
    first ??= sheet;
  }
  return first!;
}

/** Says that there are other sheets, where nobody chose this one. */
function withOthers(sheet: ChosenSheet): ChosenSheet {
  const { name, names, warnings } = sheet;
  if (names.length === 1) return sheet;
  const others = names.filter((other) => other !== name).map((other) => `“${other}”`);
  const text = `Using the sheet “${name}”, not ${others.join(', ')}.`;
  return { ...sheet, warnings: [{ kind: 'sheet', text, isDoubt: false }, ...warnings] };
}

function open(bytes: Uint8Array): Workbook {
  const zip = openZip(bytes);
  if (zip.has('[Content_Types].xml') && zip.has('_rels/.rels')) return openXlsx(zip);
  if (zip.has('content.xml')) return openOds(zip);
  throw new Unreadable(
    'This is a zip file, not a spreadsheet. Unzip it and choose the .csv or .xlsx file inside.',
  );
}

/** What to say of a file that is no proper one of its kind. */
const BROKEN =
  'This spreadsheet is damaged. Open it in a spreadsheet app, save it as .xlsx or .csv, and choose it again.';
