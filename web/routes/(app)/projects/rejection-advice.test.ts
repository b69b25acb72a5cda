import { expect, test } from 'vitest';
import { PROBLEMS } from '$contract/problem.ts';
import { adviseOn } from './rejection-advice.ts';

const refusals = Object.entries(PROBLEMS).filter(([, [status]]) => status < 500);

test.each(refusals.map(([code]) => code))('there is something to do about %s', (code) => {
  expect(adviseOn(code, '')).toMatch(/^[A-Z].+\.$/);
});

test.each([
  ['/email', 'Look at where your code takes the email from.'],
  ['/status', 'Map your own states to free, trial, paid or churned.'],
  ['/params/plan', 'Correct /params/plan in the call.'],
])('a broken rule is advised on by its field: %s', (pointer, advice) => {
  expect(adviseOn('validation_failed', pointer)).toBe(advice);
});
