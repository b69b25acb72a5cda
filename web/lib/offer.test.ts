import { globSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { offerOf, PRICE } from './offer.ts';

test('who runs it for themselves is offered the way in, and nothing is sold', () => {
  const offer = offerOf(true);
  expect(offer.start.href).toBe('/sign-in');
  expect(JSON.stringify(offer)).not.toMatch(/trial|\$|month/);
  expect(offerOf(false).line).toBe(
    '14-day free trial. $9/month after. Unlimited projects, unlimited customers.',
  );
});

test('the price stands in one place', () => {
  const files = globSync('web/**/*.{ts,svelte,md}').filter(
    (file) => statSync(file).isFile() && !/(\boffer|\.test)\.ts$/.test(file),
  );
  const others = files.filter((file) => readFileSync(file, 'utf8').includes(PRICE));
  expect(files.length).toBeGreaterThan(100);
  expect(others).toEqual([]);
});
