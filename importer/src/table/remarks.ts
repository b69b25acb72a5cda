import type { KnownExport } from './exports/known-export.ts';
import type { Exception } from './types.ts';
import { quoteCell, type ReadWarning } from './warnings.ts';

// What there is to say of columns whose reading was a guess.

export function knownExport({ service, note, isDoubt = false }: KnownExport): ReadWarning {
  const text = `This looks like an export of ${service}, so its columns are mapped that way.`;
  return {
    kind: 'known_export',
    text: note ? `${text} ${note}` : text,
    isDoubt,
  };
}

export function newsletter(column: string, word: string): ReadWarning {
  return {
    kind: 'newsletter',
    text: `${column}: values such as “${word}” come from a newsletter, so they become a param, not a status. If they show who pays, choose Status for this column.`,
    isDoubt: false,
  };
}

export function countedDates(column: string, order: 'serial' | 'unix' | 'digits'): ReadWarning {
  const counted = {
    serial: 'days, as spreadsheets count them',
    unix: 'seconds since 1970',
    digits: 'year, month and day, as in 20240131',
  }[order];
  return {
    kind: 'counted_dates',
    text: `${column}: the numbers are read as dates in ${counted}.`,
    isDoubt: false,
  };
}

export function currency(column: string, mark: string): ReadWarning {
  return {
    kind: 'currency',
    text: `${column}: the amounts are in ${mark}. They’re imported as plain numbers.`,
    isDoubt: false,
  };
}

export function mixedType(
  column: string,
  { cell, line, of }: Exception & { of: 'number' | 'date' },
): ReadWarning {
  return {
    kind: 'mixed_type',
    line,
    text: `${column}: nearly all cells look like a ${of}, but ${quoteCell(cell)} can’t be read as one without changing it, so the whole column stays text.`,
    isDoubt: false,
  };
}

export function noDates(column: string, { cell, line }: Exception): ReadWarning {
  return {
    kind: 'mixed_type',
    line,
    text: `${column}: ${quoteCell(cell)} can’t be read as a date like the others, so the column becomes a param and sets nobody’s dates.`,
    isDoubt: false,
  };
}

export function cutNumber(column: string, { cell, line }: Exception): ReadWarning {
  return {
    kind: 'cut_number',
    line,
    text: `${column}: ${quoteCell(cell)} is what a spreadsheet leaves of a long number. Its last digits aren’t in the file. To keep them, format the column as text before you export.`,
    isDoubt: false,
  };
}

export function encodedTwice(column: string, { cell, line }: Exception): ReadWarning {
  return {
    kind: 'encoded_twice',
    line,
    text: `${column}: ${quoteCell(cell)} looks as if its accents were saved in the wrong encoding before. It’s imported as it is. Export the file again as UTF-8.`,
    isDoubt: true,
  };
}

export function thousands(column: string, { cell }: Exception): ReadWarning {
  return {
    kind: 'thousands',
    text: `${column}: ${quoteCell(cell)} is read as ${Number(cell)}. If its point separates thousands, export the numbers without it.`,
    isDoubt: false,
  };
}
