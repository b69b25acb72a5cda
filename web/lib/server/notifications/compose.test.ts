import { expect, test } from 'vitest';
import { htmlOf, textOf } from '../mail-body.ts';
import { compose, type Due, type Week } from './compose.ts';

const due: Due = {
  kind: 'weekly_summary',
  period: '2026-11-16',
  account_id: 'a',
  user_id: 'u',
  email: 'ann@example.com',
  account: 'Ann <& Co>',
  time_zone: 'Europe/Berlin',
  currency: 'EUR',
  at: null,
};
const week: Week = {
  currency: 'EUR',
  period: {
    ...{ first: '2026-11-16', last: '2026-11-22', start: 20, end: 29.5 },
    ...{ mrr: { JPY: 3000, EUR: 29.5 }, payers_start: 4, payers_end: 6, new_customers: 1204 },
    changes: { new: { customers: 3, mrr: 19.5 }, churn: { customers: 1, mrr: -10 } },
  },
  before: {
    ...{ first: '2026-11-09', last: '2026-11-15', start: 0, end: 20 },
    ...{ mrr: { EUR: 20 }, payers_start: 0, payers_end: 4, new_customers: 9 },
    changes: { new: { customers: 4, mrr: 20 } },
  },
  people: 9,
  trials_ending: 4,
};
const mailOf = (change: Partial<Due> = {}) =>
  compose({ ...due, ...change }, week, 'https://crm.test', 'https://crm.test/stop');

test('a summary names the week and its figures, as text and as HTML', () => {
  const mail = mailOf();
  expect(mail.subject).toBe('Ann <& Co>, Nov 16 to 22, 2026');
  const text = textOf(mail);
  for (const line of [
    'MRR: €29.50, ¥3,000 (€20 before)',
    'Net new MRR: +€9.50 (+€20 before)',
    'New: +€19.50, 3 customers',
    'Churn: −€10, 1 customer',
    'Customer churn: 25% (– before)',
    'Revenue churn: 50% (– before)',
    'New customers: 1,204 (9 before)',
    'Trials ending in the next 7 days: 4',
    'Customers now: 9',
    'Open the overview: https://crm.test/overview',
    'Unsubscribe from weekly summaries for Ann <& Co>: https://crm.test/stop',
  ]) {
    expect(text).toContain(line);
  }
  const html = htmlOf(mail);
  expect(html).toContain('€29.50');
  expect(html).toContain('href="https://crm.test/stop"');
  expect(html).not.toContain('<& Co>');
});

test.each([
  ['2026-11-30', 'Nov 30 to Dec 6, 2026'],
  ['2026-12-28', 'Dec 28 to Jan 3, 2027'],
])('the week from %s is %s', (period, days) => {
  expect(mailOf({ period }).subject).toContain(days);
});

test('the end of a trial is told in the time zone of the account', () => {
  const text = textOf(mailOf({ kind: 'trial_ending', at: '2026-11-20T23:30:00Z' }));
  expect(text).toContain('Your trial ends on Nov 21, 2026, 12:30 AM GMT+1.');
  expect(text).toContain('https://crm.test/billing');
});

test('a payment that failed leads to billing, and what is turned off is said', () => {
  const mail = mailOf({ kind: 'payment_failed' });
  expect(mail.subject).toBe('Payment failed for Ann <& Co>');
  expect(textOf(mail)).toContain('Unsubscribe from billing emails');
});

test('who asked is told when a webhook was turned off, and where it is', () => {
  const mail = mailOf({ kind: 'webhook_off', at: '2026-11-20T23:30:00Z' });
  expect(mail.subject).toMatch(/^A webhook of .* was turned off$/);
  expect(mail.button!.href).toMatch(/\/settings\/webhooks$/);
  expect(textOf(mail)).toContain('On Nov 21, 2026, 12:30 AM GMT+1 TinyCRM');
});
