import type { KnownExport } from './exports/known-export.ts';
import type { ReadWarning } from './warnings.ts';

// What there is to say of columns whose reading was a guess.

export function knownExport({ service, note, isDoubt = false }: KnownExport): ReadWarning {
  const text = `This is an export of ${service}, and its columns are read as such.`;
  return {
    kind: 'known_export',
    text: note ? `${text} ${note}` : text,
    isDoubt,
  };
}

export function newsletter(column: string, word: string): ReadWarning {
  return {
    kind: 'newsletter',
    text: `${column}: words such as “${word}” are of a newsletter. They become a param, and nobody’s status. If they say who pays, make the column the status.`,
    isDoubt: false,
  };
}

export function countedDates(column: string, order: 'serial' | 'unix'): ReadWarning {
  const counted = order === 'serial' ? 'days, as spreadsheets count them' : 'seconds since 1970';
  return {
    kind: 'counted_dates',
    text: `${column}: the numbers are taken for dates in ${counted}.`,
    isDoubt: false,
  };
}

export function currency(column: string, mark: string): ReadWarning {
  return {
    kind: 'currency',
    text: `${column}: the amounts are in ${mark}. They become numbers, without it.`,
    isDoubt: false,
  };
}
