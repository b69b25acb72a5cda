import type { Schemas } from '../_shared/contract/schema.ts';
import type { Limiter } from './limits/limiter.ts';
import type { Refusals } from './limits/refusals.ts';
import type { Intake } from './writing/intake.ts';

/** The parts that the routes are made of. */
export interface Parts {
  intake: Intake;
  limiter: Limiter;
  refusals: Refusals;
  schemas: Schemas;
}
