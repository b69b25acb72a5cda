import { expect, test } from 'vitest';
import { parseView } from './address.ts';
import { formatLooks, parseLooks, withLook } from './looks.ts';

const A = '11111111-1111-4111-8111-111111111111';
const url = (query: string) => new URLSearchParams(query);
const remember = (...queries: string[]) =>
  queries.reduce((text, query) => formatLooks(parseLooks(text), parseView(url(query))), '');
const read = (looks: string, query: string) => withLook(url(query), parseLooks(looks));

const TRIALS = 'f=status:is:trial';

test('each view gets the look that it had, and others keep theirs', () => {
  const looks = remember(
    'cols=email,param:mrr',
    `${TRIALS}&layout=grid`,
    `view=${A}&density=compact`,
  );
  expect(read(looks, '')).toBe('?cols=email%2Cparam%3Amrr');
  expect(read(looks, TRIALS)).toBe('?f=status%3Ais%3Atrial&layout=grid');
  expect(read(looks, `view=${A}&open=${A}`)).toBe(`?view=${A}&open=${A}&density=compact`);
  expect(read(looks, 'f=status:is:paid')).toBeNull();
});

test('filters of no view look as All does', () => {
  const looks = remember('f=param.plan:is:pro&layout=grid');
  expect(read(looks, '')).toBe('?layout=grid');
  expect(read(looks, 'q=alex')).toBe('?q=alex&layout=grid');
});

test('an address that says how it looks is left as it is', () => {
  const looks = remember('cols=tags&layout=grid');
  for (const own of ['cols=email', 'layout=badges', 'density=full']) {
    expect(read(looks, own)).toBeNull();
  }
});

test('the usual look is forgotten', () => {
  expect(remember('layout=grid', '')).toBe('');
});

test('a cookie that grows too long forgets what is in it longest', () => {
  const columns = Array.from({ length: 12 }, (_, at) => `param:${'x'.repeat(60)}${at}`).join(',');
  const views = Array.from({ length: 6 }, (_, at) => `view=${A.slice(0, -1)}${at}&cols=${columns}`);
  const looks = remember(...views);
  expect(encodeURIComponent(looks).length).toBeLessThan(3_600);
  expect(read(looks, views.at(-1)!.slice(0, 41))).toContain('cols=');
  expect(read(looks, views[0]!.slice(0, 41))).toBeNull();
});
