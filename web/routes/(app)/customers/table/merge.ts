/** A row as far as it matters here. */
interface Row {
  id: string;
}

export interface Merged<T> {
  /** The rows that were there, in their order, with what is new about each. */
  inPlace: T[];
  /** The rows in the order of a fresh page: those just read, then the others that were loaded. */
  inOrder: T[];
  /** The rows that are new or differ. */
  changed: string[];
  /** True if the order or the people of the two lists differ. */
  moved: boolean;
}

/**
 * Brings rows that were just read into a list that is on the screen. `from` is the place in the list
 * where those rows begin, `complete` says that no row follows them.
 */
export function mergeRows<T extends Row>(
  shown: T[],
  read: T[],
  from: number,
  complete: boolean,
): Merged<T> {
  const fresh = new Map(read.map((row) => [row.id, row]));
  const before = new Map(shown.map((row) => [row.id, row]));
  const differs = (row: T) => JSON.stringify(before.get(row.id)) !== JSON.stringify(row);
  const changed = read.filter(differs).map(({ id }) => id);
  const isChanged = new Set(changed);
  // Rows that say the same stay the same object, so that nothing is drawn again.
  const newest = (row: T) => (isChanged.has(row.id) ? fresh.get(row.id)! : row);
  const inPlace = shown.map(newest);
  const head = shown.slice(0, from).filter(({ id }) => !fresh.has(id));
  // Whoever stood before somebody who was read and is as before, and was not read, is gone from here.
  const lastSame = shown.findLastIndex(({ id }) => fresh.has(id) && !isChanged.has(id));
  const after = shown.slice(Math.max(from, lastSame + 1));
  const tail = complete ? [] : after.filter(({ id }) => !fresh.has(id));
  const inOrder = [...head, ...read.map((row) => newest(before.get(row.id) ?? row)), ...tail];
  const moved =
    inOrder.length !== shown.length || inOrder.some(({ id }, place) => shown[place]!.id !== id);
  return { inPlace, inOrder, changed, moved };
}

/** The rows of the second list that the first has not. */
export function newTo<T extends Row>(known: Row[], rows: T[]): T[] {
  const ids = new Set(known.map(({ id }) => id));
  return rows.filter(({ id }) => !ids.has(id));
}
