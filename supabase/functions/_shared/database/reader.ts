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
};
/** What the database says of a filter or cursor that makes no sense to it: invalid_parameter_value. */
const INVALID = '22023';

export type Answer<Body> = Body | { refused: 'unauthorized' | 'payment_required' };

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
      if (!(error instanceof DatabaseUnavailable) || error.reason !== INVALID) throw error;
      throw new Problem(
        'invalid_query',
        'The filter or the cursor is not understood. Begin again without the cursor, and with the filter from the address of a view.',
      );
    }
  };
}
