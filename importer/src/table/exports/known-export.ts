import type { ColumnUse } from '../mapping.ts';
import type { Status } from '../statuses.ts';

/** An export of a service, which its columns tell. */
export interface KnownExport {
  /** The service, as people call it. */
  service: string;
  /** The use of each column, or undefined where it is guessed. A status column that is not here is a param. */
  uses: (ColumnUse['use'] | undefined)[];
  /** What the words of its status column mean; others leave the status as it is. */
  statuses: Record<string, Status>;
  /** Something to say of how it is read, in a sentence. */
  note?: string;
}

/** Says what an export is by its columns, or null when it is another one. */
export type Recognize = (columns: string[]) => KnownExport | null;

/**
 * An export whose columns always have the same names, in any case. `sign` are those that no other file
 * has together.
 */
export function fixedExport(
  service: string,
  sign: string[],
  uses: Record<string, ColumnUse['use']>,
  statuses: Record<string, Status> = {},
): Recognize {
  const useOf = new Map(Object.entries(uses).map(([column, use]) => [fold(column), use]));
  return (columns) => {
    const names = columns.map(fold);
    if (!sign.every((column) => names.includes(fold(column)))) return null;
    return { service, uses: names.map((name) => useOf.get(name)), statuses };
  };
}

function fold(column: string): string {
  return column.trim().toLowerCase();
}
