import { expect, test } from 'vitest';
import { currencyOf } from './guess-settings.ts';

test.each([
  ['Europe/Berlin', 'EUR'],
  ['Europe/London', 'GBP'],
  ['Australia/Perth', 'AUD'],
  ['Asia/Kolkata', 'INR'],
  ['America/New_York', 'USD'],
  ['UTC', ''],
  ['Etc/UTC', ''],
])('%s charges in %s', (timeZone, currency) => {
  expect(currencyOf(timeZone)).toBe(currency);
});
