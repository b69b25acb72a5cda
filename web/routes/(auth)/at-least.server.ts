import { setTimeout as sleep } from 'node:timers/promises';

/** Sending a mail takes longer than finding out that there is nobody to send it to. */
export const AS_LONG_AS_A_MAIL = 1_500;
/** Comparing a password takes longer than finding out that there is none. */
export const AS_LONG_AS_A_PASSWORD = 400;

/** The result of `run`, not before `ms` have passed: the time it took says nothing. */
export async function atLeast<T>(ms: number, run: Promise<T>): Promise<T> {
  const [result] = await Promise.allSettled([run, sleep(ms)]);
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
