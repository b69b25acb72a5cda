import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { atLeast } from './at-least.server.ts';

vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => globalThis.setTimeout(resolve, ms)),
}));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The milliseconds of the fake clock that pass before this is settled. */
async function settlesAfter(run: Promise<unknown>): Promise<number> {
  const start = Date.now();
  const settled = run.then(
    () => Date.now() - start,
    () => Date.now() - start,
  );
  await vi.runAllTimersAsync();
  return settled;
}
const after = (ms: number) => new Promise((resolve) => globalThis.setTimeout(resolve, ms));

test('what is quick takes as long as what is slow, also when it fails', async () => {
  expect(await settlesAfter(atLeast(500, after(3)))).toBe(500);
  expect(await settlesAfter(atLeast(500, Promise.reject(new Error('refused'))))).toBe(500);
  expect(await settlesAfter(atLeast(500, after(800)))).toBe(800);
});

test('the outcome is that of the call', async () => {
  const sum = atLeast(1, Promise.resolve(3));
  const failed = expect(atLeast(1, Promise.reject(new Error('refused')))).rejects.toThrow(
    'refused',
  );
  await vi.runAllTimersAsync();
  expect(await sum).toBe(3);
  await failed;
});
