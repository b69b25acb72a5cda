import { Problem } from '../contract/problems.ts';
import type { DatabasePool } from './pool.ts';
import { DatabaseUnavailable } from './unavailable.ts';

/** The functions of the schema `read`, which the role `reader` may call, and what each takes beside the key. */
const CALLS = {
  customers: 'read.customers($1, $2)',
  customer: 'read.customer($1, $2, $3)',
  projects: 'read.projects($1)',
  overview: 'read.overview($1)',
  names: 'read.names($1)',
  changes: 'read.changes($1, $2)',
  recentChanges: 'read.recent_changes($1, $2)',
  period: 'read.overview_period($1, $2)',
  countCall: 'read.count_call($1)',
  erase: 'read.erase_customer($1, $2, $3)',
  export: 'read.export_customer($1, $2, $3)',
  feed: 'read.feed($1)',
  feedIds: 'read.feed_ids($1, $2)',
  feedRows: 'read.feed_rows($1, $2)',
};
/** What the database says of a filter or cursor that makes no sense to it: invalid_parameter_value. */
const INVALID = '22023';
/** What it says of a question about addresses by a key that hides them: feature_not_supported. */
const HIDDEN = '0A000';

export type Answer<Body> =
  Body | { refused: 'unauthorized' | 'payment_required' | 'view_deleted' | 'forbidden' };

/** Asks one of them with the hash of a key. Rejects with DatabaseUnavailable when the database does not answer. */
export type Reader = <Body extends object>(
  name: keyof typeof CALLS,
  ...values: unknown[]
) => Promise<Answer<Body>>;

export function createReader(pool: DatabasePool): Reader {
  return async <Body extends object>(name: keyof typeof CALLS, ...values: unknown[]) => {
    try {
      const text = `select ${CALLS[name]} as answer`;
      const [row] = await pool.ask<{ answer: Answer<Body> }>(text, values);
      return row!.answer;
    } catch (error) {
      const reason = error instanceof DatabaseUnavailable ? error.reason : undefined;
      if (reason === HIDDEN) {
        throw new Problem(
          'invalid_query',
          'This key hides email addresses, so it can’t search, filter, sort or look anyone up by them. Use f=name:contains:… or an id.',
        );
      }
      if (reason !== INVALID) throw error;
      throw new Problem(
        'invalid_query',
        'The filter or the cursor is not understood. Begin again without the cursor, and with the filter from the address of a view.',
      );
    }
  };
}
