import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BROWSERS } from './browsers.ts';

const NAMES: Record<string, string> = {
  Chrome: 'chrome',
  Edge: 'edge',
  Firefox: 'firefox',
  Safari: 'safari',
  'Safari on iOS': 'ios',
};

test('the build is for the browsers that the docs list', () => {
  const page = readFileSync('docs/use/browsers.md', 'utf8');
  const rows = [...page.matchAll(/^\| (\w[\w ]*?) +\| (\d[\d.]*) +\|/gm)];
  expect(rows.map(([, name, version]) => `${NAMES[name!]}${version}`)).toEqual(BROWSERS);
});
