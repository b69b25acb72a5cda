import { widthOf, type Column, type Density } from '$lib/filters';

/** The place of a column: `left` is set for those that stay while the others scroll. All in pixels. */
export interface Placed {
  column: Column;
  /** Null takes what room is left. */
  width: number | null;
  /** True if it takes a part of that room too, up to `MAX_GROWN` in all. */
  grows: boolean;
  left: number | null;
}

/** What it takes before others get any of that room. */
const FIRST_GROWN = 44;
const MAX_GROWN = 320;
export const CHECKBOX_WIDTH = 40;
const PERSON_WIDTH = 216;
const PERSON_WITH_EMAIL_WIDTH: Record<Density, number> = { full: 256, compact: 344 };
/** Two badges and how many more there are. */
const LEAST_FLEXIBLE_WIDTH = 368;

/**
 * The columns after the person, the pinned ones first. `least` is the width below which the table scrolls.
 * `spread` is by how much letters are set apart: it widens what nobody gave a width.
 */
export function layOutColumns(
  columns: Column[],
  density: Density,
  spread = 1,
): {
  placed: Placed[];
  least: number;
  filled: boolean;
  person: number;
} {
  const ordered = [
    ...columns.filter(({ pinned }) => pinned),
    ...columns.filter(({ pinned }) => !pinned),
  ];
  const flexible = ordered.find(({ id, width, pinned }) => id === 'projects' && !width && !pinned);
  const apart = ordered.some(({ id }) => id === 'email');
  const spreadOut = (width: number) => Math.round(width * spread);
  const person = spreadOut(apart ? PERSON_WIDTH : PERSON_WITH_EMAIL_WIDTH[density]);
  let least = CHECKBOX_WIDTH + person;
  const placed = ordered.map((column) => {
    const width = column === flexible ? null : (column.width ?? spreadOut(widthOf(column)));
    const left = column.pinned ? least : null;
    least += width ?? LEAST_FLEXIBLE_WIDTH;
    return { column, width, left, grows: column.id === 'email' && !column.width && !column.pinned };
  });
  return { placed, least, filled: flexible !== undefined, person };
}

/** The width of a column in CSS, or undefined where it takes what is left of a table of `least` pixels. */
export function cssWidth({ width, grows }: Placed, least: number): string | undefined {
  if (width === null) return undefined;
  if (!grows) return `${width}px`;
  const spare = `100cqw - ${least}px`;
  // What an email needs comes first, and then a part of the rest.
  const more = `max(min(${spare}, ${FIRST_GROWN}px), (${spare}) * 0.2)`;
  return `clamp(${width}px, ${width}px + ${more}, ${MAX_GROWN}px)`;
}

/** In pixels: rows, and the lines of badges in one that is unfolded. See table.css. */
const HEIGHTS: Record<Density, { row: number; line: number; gap: number }> = {
  full: { row: 57, line: 42, gap: 8 },
  compact: { row: 41, line: 24, gap: 6 },
};

/** The height of a row whose badges stand in so many lines. */
export function rowHeight(density: Density, lines = 1): number {
  const { row, line, gap } = HEIGHTS[density];
  return row + (lines - 1) * (line + gap);
}
