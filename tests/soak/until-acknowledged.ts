import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';

/** So long may it take until a call is acknowledged again after a repair. */
const BACK_MS = 10_000;

/** Resolves when a call has been acknowledged that was sent after `since`. */
export async function untilAcknowledged(ledger: Ledger, since: number): Promise<void> {
  while (ledger.lastAcknowledgedSentAt < since) {
    assert.ok(Date.now() < since + BACK_MS, `No call succeeded for ${BACK_MS} ms after the repair`);
    await sleep(5);
  }
}
