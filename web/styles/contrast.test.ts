import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync('web/styles/tokens.css', 'utf8');
const [LIGHT, DARK] = [0, 1];
const token = (name: string) =>
  new RegExp(`--color-${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)!.slice(1);
const dots = [...css.matchAll(/--(?:project-(\w+)|dot): (#\w{6})/g)];

/** The contrast of two colors, as WCAG defines it. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

test.each([LIGHT, DARK])('what is not text is 3:1 against page and panel (scheme %i)', (scheme) => {
  const shown: [string, string][] = dots.map(([, name, dot]) => [`dot ${name}`, dot!]);
  shown.push(['field', token('field')[scheme]!]);
  expect(shown.length).toBeGreaterThan(10);
  const faint = shown.flatMap(([name, color]) =>
    ['page', 'panel']
      .filter((back) => contrast(color, token(back)[scheme]!) < 3)
      .map((back) => `${name} on ${back}`),
  );
  expect(faint).toEqual([]);
});

test.each([LIGHT, DARK])('text is 4.5:1 against what is behind it (scheme %i)', (scheme) => {
  const texts = ['ink', 'muted', 'accent', 'danger', 'free', 'trial', 'paid', 'churned'];
  const faint = texts.flatMap((text) =>
    ['page', 'panel', 'sunken', 'hover', 'tint']
      .filter((back) => contrast(token(text)[scheme]!, token(back)[scheme]!) < 4.5)
      .map((back) => `${text} on ${back}`),
  );
  expect(faint).toEqual([]);
});
