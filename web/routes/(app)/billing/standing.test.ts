import { expect, test } from 'vitest';
import type { Billing } from '$lib/server/billing.ts';
import { standingOf } from './standing.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const [BEFORE, LATER, MUCH_LATER] = ['2026-11-20', '2026-12-10', '2026-12-24'];
const TRIAL: Billing = {
  enabled: true,
  state: 'trialing',
  trial_ends_at: LATER,
  current_period_end: null,
  cancel_at_period_end: false,
  access: 'full',
  access_until: LATER,
  ingest_until: MUCH_LATER,
};
const said = (changes: Partial<Billing>) => standingOf({ ...TRIAL, ...changes }, NOW);

test('with billing off there is nothing to do', () => {
  const { title, offers } = said({ enabled: false, access_until: null });
  expect(title).toBe('Everything is unlocked');
  expect(offers).toEqual([]);
});

test('a trial says when it ends, and once it is over until when calls are taken', () => {
  expect(said({}).dates).toEqual([['Trial ends', LATER]]);
  const over = said({ access: 'billing_only', trial_ends_at: BEFORE, ingest_until: LATER });
  expect(over.dates).toEqual([
    ['Trial ended', BEFORE],
    ['Calls accepted until', LATER],
  ]);
  expect(over.offers).toEqual(['checkout']);
  const late = said({ access: 'billing_only', ingest_until: BEFORE });
  expect(late.dates[1]).toEqual(['Calls rejected since', BEFORE]);
});

test('a subscription says when the next payment is, or the first', () => {
  const active = { state: 'active', current_period_end: LATER, access_until: null } as const;
  expect(said(active).dates).toEqual([['First payment', LATER]]);
  expect(said({ ...active, trial_ends_at: BEFORE }).dates).toEqual([['Next payment', LATER]]);
  expect(said({ ...active, cancel_at_period_end: true }).dates).toEqual([['Ends', LATER]]);
});

test('an unpaid bill leads to the card, and an end to another beginning', () => {
  expect(said({ state: 'past_due' }).offers).toEqual(['portal']);
  const ended = said({ state: 'canceled', access: 'billing_only', access_until: BEFORE });
  expect(ended.dates[0]).toEqual(['Ended', BEFORE]);
  expect(ended.offers).toEqual(['checkout', 'portal']);
  expect(said({ state: 'canceled' }).dates[0]).toEqual(['Available until', LATER]);
});
