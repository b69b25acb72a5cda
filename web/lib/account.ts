import { page } from '$app/state';
import type { Member } from '$lib/server/member.ts';
import { daysUntil, endInDays } from './days.ts';
import { formatAbsolute, formatDay } from './format.ts';
import type { Money } from './params.ts';

/** The account that is looked at. Outside of the dashboard there is none. */
function account(): Member['account'] | undefined {
  return (page.data as { member?: Member }).member?.account;
}

/** "22 Nov 2026, 15:03 GMT+1", in the account's time zone. */
export function formatTime(iso: string): string {
  return formatAbsolute(iso, account()?.time_zone);
}

/** "22 Nov 2026", in the account's time zone. */
export function formatDate(iso: string): string {
  return formatDay(iso, account()?.time_zone);
}

/** "ends Dec 2, in 2 days", in the account's time zone. */
export function formatEnd(iso: string): string {
  return endInDays(iso, account()?.time_zone);
}

/** The days of the calendar until an ISO time, in the account's time zone; negative when it is past. */
export function daysAway(iso: string): number {
  return daysUntil(iso, account()?.time_zone);
}

/** The param that is money in the account, and its currency. */
export function moneyParam(): Money {
  return { param: account()?.mrr_param ?? 'mrr', currency: account()?.currency ?? null };
}
