import { expect, test } from 'vitest';
import { badgeWidth, countFitting, estimate, fitBadges, unfoldBadges } from './badge-room.ts';

test.each([
  [[], 400, 0],
  [[100, 100, 100], 316, 3],
  [[100, 100, 100], 315, 2],
  [[100, 100, 100], 245, 1],
  [[100, 100], 208, 2],
  [[500], 100, 1],
  [[500, 500], 0, 1],
])('of the widths %j in %i pixels there is room for %i', (widths, room, count) => {
  expect(countFitting(widths, room)).toBe(count);
});

const badge = (name: string, ...params: string[]) => ({
  name,
  status: 'paid',
  params: params.map((key) => ({ key, text: 'abcdef', numeric: false, bare: false })),
});

test('an endless name or param does not make an endless badge', () => {
  const width = (name: string, param: string) => badgeWidth(badge(name, param), estimate);
  expect(width('x'.repeat(60), '')).toBe(width('x'.repeat(30), ''));
  expect(width('x', 'y'.repeat(60))).toBe(width('x', 'y'.repeat(30)));
});

test('a third param is left out before a badge is, and a badge before its second param', () => {
  const badges = [badge('A', 'plan', 'money', 'seats'), badge('B', 'plan', 'money', 'seats')];
  const fit = (width: number) => fitBadges(badges, { width, widthOf: estimate, isCompact: false });
  const params = (count: number) =>
    badges.map((one) => {
      const params = one.params.slice(0, count);
      return badgeWidth({ ...one, params }, estimate, { params: 3, width: 320 });
    });
  expect(fit(600)).toEqual({ shown: 2, tight: false, widths: params(3) });
  expect(fit(400)).toEqual({ shown: 2, tight: true, widths: params(2) });
  expect(fit(300)).toMatchObject({ shown: 2, tight: true });
  expect(fit(260)).toMatchObject({ shown: 1 });
});

test('a compact row has room for more badges, as nothing stands under them', () => {
  const badges = ['A', 'B', 'C'].map((name) => badge(name, 'plan', 'money', 'seats'));
  const room = { width: 300, widthOf: estimate };
  expect(fitBadges(badges, { ...room, isCompact: false }).shown).toBe(1);
  expect(fitBadges(badges, { ...room, isCompact: true }).shown).toBe(3);
});

test('an unfolded row has as many lines as its badges need', () => {
  const lines = (width: number, count: number) =>
    unfoldBadges(
      Array.from({ length: count }, () => badge('A')),
      { width, widthOf: estimate, isCompact: false },
    ).lines;
  // Each is 87 wide, and "Show less" comes last.
  expect([lines(260, 2), lines(259, 2), lines(260, 3), lines(80, 2)]).toEqual([1, 2, 2, 3]);
});

test('a mark needs more room than a dot', () => {
  const width = (mark?: string) => badgeWidth({ ...badge('Inkwell'), mark }, estimate);
  expect(width('★')).toBe(width() + 8);
});
