import { page } from '$app/state';
import type { Member } from '$lib/server/member.ts';
import { daysUntil, endInDays } from './days.ts';
import { formatAbsolute, formatDay } from './format.ts';
import type { Reading } from './params.ts';

/** The account that is looked at. Outside of the dashboard there is none. */
function account(): Member['account'] | undefined {
  return (page.data as { member?: Member }).member?.account;
}

/** The id of the account that is looked at. */
export function accountId(): string {
  return account()?.id ?? '';
}

/** "Nov 22, 2026, 3:03 PM GMT+1", in the account's time zone. */
export function formatTime(iso: string): string {
  return formatAbsolute(iso, account()?.time_zone);
}

/** "Nov 22, 2026", in the account's time zone. */
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

/** How the account reads its params: which is money, and in which time zone. */
export function reading(): Reading {
  const { mrr_param = 'mrr', currency = null, time_zone = 'UTC' } = account() ?? {};
  return { money: { param: mrr_param, currency }, timeZone: time_zone };
}
