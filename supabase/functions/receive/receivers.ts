import type { DatabasePool } from '../_shared/database/pool.ts';
import type { Mapping } from '../_shared/contract/services.ts';
import type { Event } from './mapping.ts';

/** One receiver, as the database knows it. */
export interface Receiver {
  service: string;
  secret: string;
  mapping: Mapping;
}

export type Outcome =
  | 'created'
  | 'updated'
  | 'unchanged'
  | 'waiting'
  | 'unknown'
  | 'repeated'
  | 'ignored'
  | 'refused'
  | 'payment_required'
  | 'not_found';

/** The store of the receivers. Rejects with DatabaseUnavailable when the database does not answer. */
export interface Receivers {
  find(id: string): Promise<Receiver | null>;
  /** Writes one delivery and resolves after the commit with what became of it. */
  receive(id: string, event: Event): Promise<Outcome>;
}

/** Through the two SQL functions that the role `ingest` may call for it. */
export function createReceivers(pool: DatabasePool): Receivers {
  return {
    async find(id) {
      const [row] = await pool.ask<{ receiver: Receiver | null }>(
        'select ingest.find_receiver($1) as receiver',
        [id],
      );
      return row?.receiver ?? null;
    },
    async receive(id, event) {
      const [row] = await pool.ask<{ outcome: Outcome }>(
        'select ingest.receive($1, $2) as outcome',
        [id, JSON.stringify(event)],
      );
      return row!.outcome;
    },
  };
}
