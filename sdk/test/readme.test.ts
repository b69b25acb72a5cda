import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sizes } from '../size.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const readme = readFileSync(`${here}../README.md`, 'utf8');
const tests = globSync(`${here}*.test.ts`)
  .map((file) => readFileSync(file, 'utf8'))
  .join('');

const contract = readme.match(/## The contract\n([^]*?)\n## /)![1]!;
const promises = [...contract.matchAll(/\*\*(.*?)\*\*/g)].map(([, text]) =>
  text!.replace(/\.$/, ''),
);

test('the contract in the README is a numbered list with a promise in each item', () => {
  const items = [...contract.matchAll(/^(\d+)\. .*\*\*/gm)].map(([, number]) => Number(number));
  expect(items.length).toBeGreaterThan(20);
  expect(items).toEqual(items.map((_, n) => n + 1));
});

test.each(promises)('"%s" is the title of a test', (promise) => {
  const title = `'${promise.replaceAll('`', '')}`;
  expect(tests.includes(title)).toBe(true);
});

test.each(sizes())('the README has the bytes of $file', ({ file, minified, gzipped }) => {
  const cells = readme.match(new RegExp(`^\\| ${file} +\\| +([\\d,]+) \\| +([\\d,]+) \\|`, 'm'))!;
  const [shownMinified, shownGzipped] = cells.slice(1).map((text) => Number(text.replace(',', '')));
  expect(shownMinified, 'npm run size --workspace sdk -- --write').toBe(minified);
  // The same code gives a few bytes more or less with another build of zlib.
  expect(Math.abs(shownGzipped! - gzipped)).toBeLessThanOrEqual(8);
});
