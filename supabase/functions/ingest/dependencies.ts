import type { Schemas } from '../_shared/contract/schema.ts';
import type { Limiter } from './limits/limiter.ts';
import type { Refusals } from './limits/refusals.ts';
import type { BodiesInFlight } from '../_shared/http/bodies-in-flight.ts';
import type { Intake } from './writing/intake.ts';

/** The objects that the routes work with. */
export interface Dependencies {
  intake: Intake;
  limiter: Limiter;
  bodies: BodiesInFlight;
  refusals: Refusals;
  schemas: Schemas;
}
