const GAP = 6;
/** What "+2" takes. */
const MORE_WIDTH = 30;

/** About how wide a badge is in pixels: the server knows no better, and a badge that is wider is cut. */
export function badgeWidth(name: string, status: string): number {
  return 54 + 7 * (Math.min(name.length, 22) + status.length);
}

/** How many of these widths fit beside each other, with room to say how many more there are. At least one. */
export function countFitting(widths: number[], room: number): number {
  let used = 0;
  for (const [place, width] of widths.entries()) {
    used += width + (place > 0 ? GAP : 0);
    const last = place === widths.length - 1;
    if (used + (last ? 0 : GAP + MORE_WIDTH) > room) return Math.max(1, place);
  }
  return widths.length;
}
