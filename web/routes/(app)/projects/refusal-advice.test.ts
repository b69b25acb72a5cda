import { expect, test } from 'vitest';
import { codesOf, PROBLEMS } from '$contract/problems.ts';
import { adviseOn } from './refusal-advice.ts';

const refusals = codesOf('ingest').filter((code) => PROBLEMS[code][0] < 500);

test.each(refusals)('there is something to do about %s', (code) => {
  expect(adviseOn(code, '')).toMatch(/^[A-Z].+\.$/);
});

test.each([
  ['/email', 'Check where your code gets the email.'],
  ['/status', 'Map your own statuses to free, trial, paid or churned.'],
  ['/params/plan', 'Fix /params/plan in the call.'],
])('a broken rule is advised on by its field: %s', (pointer, advice) => {
  expect(adviseOn('validation_failed', pointer)).toBe(advice);
});
