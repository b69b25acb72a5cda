import { expect, test } from 'vitest';
import { ACTIVITY } from '$lib/filters';
import type { Customer } from '$lib/server/customers.ts';
import { badgesOf } from './badges-of.ts';

const reading = { money: { param: 'mrr', currency: 'USD' }, timeZone: 'UTC' };
const badge = {
  ...{ project_id: 'a', status: 'paid', first_seen_at: '2026-01-01T00:00:00Z' },
  last_activity_at: new Date(Date.now() - 45 * 86_400_000).toISOString(),
  params: { plan: 'pro', mrr: 29, [ACTIVITY]: 'never' },
};
const lines = (asked: string[]) => {
  const customer = { projects: [badge] } as unknown as Customer;
  return badgesOf(customer, new Map(), reading, asked)[0]!.params.map(
    ({ key, text }) => `${key} ${text}`,
  );
};

test('when a product saw somebody last comes first where it is asked, and once', () => {
  expect(lines([ACTIVITY])).toEqual(['last active 1 mo ago', 'plan pro', 'mrr $29']);
});

test('and stands nowhere else', () => {
  expect(lines(['mrr'])).toEqual(['mrr $29', 'plan pro']);
});
