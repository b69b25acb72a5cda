import { type DatabasePoolOptions, openDatabasePool } from '../_shared/database/pool.ts';
import { DatabaseUnavailable } from '../_shared/database/unavailable.ts';
import { tryLater } from './try-later.ts';

/** An event and the subscription it is about. Times are Unix seconds. */
export interface AppliedEvent {
  id: string;
  type: string;
  created: number;
  /** The time at which Stripe was asked for the subscription, to the millisecond. */
  asked_at: number;
  account_id: string;
  subscription: {
    id: string;
    customer: string;
    status: string;
    current_period_end: number | null;
    cancel_at_period_end: boolean;
    ended_at: number | null;
  };
}

/** Writes an event and resolves, after the commit, with what it did: billing.apply_event says. */
export type ApplyEvent = (event: AppliedEvent) => Promise<string>;

/** Writes through the one SQL function that the role `billing` may call. */
export function createApplyEvent(
  databaseUrl: string,
  tls: Pick<DatabasePoolOptions, 'ca' | 'isPlain' | 'warn'>,
): ApplyEvent {
  const pool = openDatabasePool(databaseUrl, { connections: 1, deadlineMs: 8_000, ...tls });
  return async (event) => {
    try {
      const [row] = await pool.ask<{ outcome: string }>(
        'select billing.apply_event($1) as outcome',
        [JSON.stringify(event)],
      );
      return row!.outcome;
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      throw tryLater('database_unavailable', 'Send the same event again.', error.reason);
    }
  };
}
