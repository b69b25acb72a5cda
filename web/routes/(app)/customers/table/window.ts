/** The rows to draw of a long list: those in sight, some around them, and the one that has the focus. */
export interface Slot {
  index: number;
  /** The height in pixels of the rows that are left out before this one. */
  gap: number;
}

const AROUND = 12;

/** How high rows are, in pixels. */
export interface Heights {
  row: number;
  /** What those that are unfolded have more than others, by their index and in its order. */
  extra: ReadonlyMap<number, number>;
}

/** Where a row begins, in pixels from the first. */
export function topOf(index: number, { row, extra }: Heights): number {
  let top = index * row;
  for (const [unfolded, more] of extra) if (unfolded < index) top += more;
  return top;
}

export function heightOf(index: number, { row, extra }: Heights): number {
  return row + (extra.get(index) ?? 0);
}

/** The row that is at a place, in pixels from the first. */
export function rowAt(y: number, heights: Heights): number {
  let more = 0;
  for (const [unfolded, extra] of heights.extra) {
    const begin = unfolded * heights.row + more;
    if (y < begin) break;
    if (y < begin + heights.row + extra) return unfolded;
    more += extra;
  }
  return Math.floor((y - more) / heights.row);
}

/** `top` and `height` are of the part in sight, in pixels. */
export function slotsInSight(
  count: number,
  heights: Heights,
  top: number,
  height: number,
  focused: number | null,
): { slots: Slot[]; after: number } {
  const last = Math.min(count, rowAt(top + height - 1, heights) + 1 + AROUND);
  const first = Math.min(Math.max(0, rowAt(top, heights) - AROUND), Math.max(0, last - 1));
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, place) => first + place);
  if (focused !== null && focused >= 0 && focused < count) {
    if (focused < first) indexes.unshift(focused);
    else if (focused >= last) indexes.push(focused);
  }
  const bottomOf = (index: number) => topOf(index + 1, heights);
  const slots = indexes.map((index, place) => {
    const before = place === 0 ? 0 : bottomOf(indexes[place - 1]!);
    return { index, gap: topOf(index, heights) - before };
  });
  const drawn = indexes.at(-1);
  return { slots, after: topOf(count, heights) - (drawn === undefined ? 0 : bottomOf(drawn)) };
}
