import { IN_LINE, type ParamText } from '../params.ts';

/** What is known about the column of products: its width in pixels, and how wide a text is in it. */
export interface BadgeRoom {
  width: number;
  widthOf: (text: string, font: Font) => number;
}

export type Font = keyof typeof FONTS;

const FONTS = {
  name: { css: '400 12.5px', letter: 6.4 },
  status: { css: '500 12.5px', letter: 6.6 },
  param: { css: '400 12px', letter: 6.1 },
};
const GAP = 8;
/** What "+2" takes. */
const MORE_WIDTH = 30;
/** The border and padding of a badge, its dot, its ring and the gaps between. */
const BADGE_FRAME = 53;
const MOST_NAME = 160;
const LINE_INDENT = 9;
const SEPARATOR = 13;
/** How wide a line of params may be: where all badges have room, and where they have to share it. */
const MOST_LINE = { roomy: 320, tight: 132 };

/** About how wide a text is: the server knows no better. */
export const estimate: BadgeRoom['widthOf'] = (text, font) => text.length * FONTS[font].letter;

const measured = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** How wide a text is in this browser. */
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

interface BadgeTexts {
  name: string;
  status: string;
  params: ParamText[];
}

/** How wide a badge is with the line of params under it, which is shorter where it is tight. */
export function badgeWidth(
  { name, status, params }: BadgeTexts,
  widthOf: BadgeRoom['widthOf'],
  tight: boolean,
): number {
  const head = BADGE_FRAME + Math.min(widthOf(name, 'name'), MOST_NAME) + widthOf(status, 'status');
  const line = params
    .slice(0, tight ? IN_LINE.kept : IN_LINE.most)
    .reduce((sum, { key, text }) => sum + SEPARATOR + widthOf(`${key} ${text}`, 'param'), 0);
  const most = tight ? MOST_LINE.tight : MOST_LINE.roomy;
  return Math.max(head, LINE_INDENT + Math.min(Math.max(0, line - SEPARATOR), most));
}

/** How many badges are shown beside each other, and whether their lines of params are shorter for it. */
export function fitBadges(
  badges: BadgeTexts[],
  { width, widthOf }: BadgeRoom,
): { shown: number; tight: boolean } {
  const widths = (tight: boolean) => badges.map((badge) => badgeWidth(badge, widthOf, tight));
  const tight = countFitting(widths(false), width) < badges.length;
  return { shown: tight ? countFitting(widths(true), width) : badges.length, tight };
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
