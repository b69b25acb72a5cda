import { IN_LINE, type ParamText } from '$lib/params.ts';

/** The room for badges: the width of their column in pixels, and the width of a text in it. */
export interface BadgeRoom {
  width: number;
  widthOf: (text: string, font: Font) => number;
  /** True if no params stand under the badges. */
  isCompact: boolean;
}

export type Font = keyof typeof FONTS;

const FONTS = {
  name: { css: '400 12.5px', letter: 6.4 },
  status: { css: '500 12.5px', letter: 6.6 },
  param: { css: '400 12px', letter: 6.1 },
};
const GAP = 8;
/** The width of "+2". */
const MORE_WIDTH = 30;
/** The border and padding of a badge, its dot, its ring and the gaps between. */
const BADGE_FRAME = 54;
/** How much wider a mark is than a dot. */
const MARK_MORE = 8;
const MAX_NAME = 160;
const LINE_INDENT = 9;
const SEPARATOR = 13;
/** The "Show less" at the end of a row that is unfolded. */
const LESS_WIDTH = 70;
/** Figures of one width may be wider than they were measured. */
const SLACK = 2;
/** The params that a line shows, the most first: their number, and their width in pixels. */
const LINES = [
  { params: IN_LINE.max, width: 320 },
  { params: IN_LINE.kept, width: 220 },
  { params: IN_LINE.kept, width: 132 },
];

/** The width of a text, roughly: the server knows no better. */
export const estimate: BadgeRoom['widthOf'] = (text, font) => text.length * FONTS[font].letter;

const measured = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** The width of a text in this browser. */
export const measure: BadgeRoom['widthOf'] = (text, font) => {
  const name = `${font} ${text}`;
  const known = measured.get(name);
  if (known !== undefined) return known;
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return estimate(text, font);
  context.font = `${FONTS[font].css} ${getComputedStyle(document.body).fontFamily}`;
  const width = Math.ceil(context.measureText(text).width);
  measured.set(name, width);
  return width;
};

const UNFOLDED = LINES[1];
const NO_LINE = [{ params: 0, width: 0 }];

export interface BadgeTexts {
  /** What stands in the place of the dot. */
  mark?: string;
  name: string;
  status: string;
  params: ParamText[];
}

/** The width of a badge with a line of params under it that is as long as `line` says. */
export function badgeWidth(
  { mark, name, status, params }: BadgeTexts,
  widthOf: BadgeRoom['widthOf'],
  line = LINES.at(-1)!,
): number {
  const head =
    BADGE_FRAME +
    (mark ? MARK_MORE : 0) +
    Math.min(widthOf(name, 'name'), MAX_NAME) +
    widthOf(capitalize(status), 'status');
  const shown = params.slice(0, line.params);
  const text = shown.reduce(
    (sum, { key, text, bare }) =>
      sum + widthOf(bare ? text : `${key} ${text}`, 'param') + SEPARATOR,
    SLACK - SEPARATOR,
  );
  return Math.max(head, LINE_INDENT + Math.min(text, line.width));
}

/**
 * The badges that are shown beside each other: their number, their widths, and whether a third
 * param is left out. As many as possible are shown; then each says as much as there is room for.
 */
export function fitBadges(
  badges: BadgeTexts[],
  { width, widthOf, isCompact }: BadgeRoom,
): { shown: number; widths: number[]; tight: boolean } {
  const fits = (isCompact ? NO_LINE : LINES).map((line) => {
    const widths = badges.map((badge) => badgeWidth(badge, widthOf, line));
    return { shown: countFitting(widths, width), widths, tight: line.params < IN_LINE.max };
  });
  const most = fits.at(-1)!.shown;
  return fits.find(({ shown }) => shown === most)!;
}

/**
 * The number of these widths that fit beside each other, with room for a note of how many more
 * there are. At least one.
 */
export function countFitting(widths: number[], room: number): number {
  let used = 0;
  for (const [place, width] of widths.entries()) {
    used += width + (place > 0 ? GAP : 0);
    const last = place === widths.length - 1;
    if (used + (last ? 0 : GAP + MORE_WIDTH) > room) return Math.max(1, place);
  }
  return widths.length;
}

/** The widths of all badges of a row that is unfolded, and in how many lines they stand. */
export function unfoldBadges(
  badges: BadgeTexts[],
  { width, widthOf, isCompact }: BadgeRoom,
): { widths: number[]; lines: number } {
  const line = isCompact ? NO_LINE[0] : UNFOLDED;
  const widths = badges.map((badge) => Math.min(badgeWidth(badge, widthOf, line), width));
  let lines = 1;
  let used = 0;
  for (const next of [...widths, LESS_WIDTH]) {
    if (used > 0 && used + GAP + next > width) {
      lines++;
      used = 0;
    }
    used += next + (used > 0 ? GAP : 0);
  }
  return { widths, lines };
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
