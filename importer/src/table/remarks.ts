import type { KnownExport } from './exports/known-export.ts';
import type { ReadWarning } from './warnings.ts';

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

export function countedDates(column: string, order: 'serial' | 'unix'): ReadWarning {
  const counted = order === 'serial' ? 'days, as spreadsheets count them' : 'seconds since 1970';
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
