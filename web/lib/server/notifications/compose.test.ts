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
  new: 1204,
  paid: 3,
  churned: 2,
  people: 9,
  trials_ending: 4,
  mrr: { JPY: 3000, EUR: 29.5 },
};
const mailOf = (change: Partial<Due> = {}) =>
  compose({ ...due, ...change }, week, 'https://crm.test', 'https://crm.test/stop');

test('a summary names the week and its figures, as text and as HTML', () => {
  const mail = mailOf();
  expect(mail.subject).toBe('Ann <& Co>, Nov 16 to 22, 2026');
  const text = textOf(mail);
  for (const line of [
    'New customers: 1,204',
    'Became paid: 3',
    'Churned: 2',
    'Trials that end in the next 7 days: 4',
    'Monthly revenue now: €29.50, ¥3,000',
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
