/** The rows to draw of a long list: those in sight, some around them, and the one that has the focus. */
export interface Slot {
  index: number;
  /** The height in pixels of the rows that are left out before this one. */
  gap: number;
}

const AROUND = 12;

/** `top` and `height` are of the part in sight, in pixels; every row is `rowHeight` high. */
export function slotsInSight(
  count: number,
  rowHeight: number,
  top: number,
  height: number,
  focused: number | null,
): { slots: Slot[]; after: number } {
  const last = Math.min(count, Math.ceil((top + height) / rowHeight) + AROUND);
  const first = Math.min(Math.max(0, Math.floor(top / rowHeight) - AROUND), Math.max(0, last - 1));
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, place) => first + place);
  if (focused !== null && focused >= 0 && focused < count) {
    if (focused < first) indexes.unshift(focused);
    else if (focused >= last) indexes.push(focused);
  }
  const slots = indexes.map((index, place) => {
    const previous = place === 0 ? -1 : indexes[place - 1]!;
    return { index, gap: (index - previous - 1) * rowHeight };
  });
  return { slots, after: (count - 1 - (indexes.at(-1) ?? -1)) * rowHeight };
}
