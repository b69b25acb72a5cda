import type { Schemas } from '../_shared/contract/schema.ts';
import type { Limiter } from './limits/limiter.ts';
import type { Rejections } from './limits/rejections.ts';
import type { Intake } from './writing/intake.ts';

/** The objects that the routes work with. */
export interface Dependencies {
  intake: Intake;
  limiter: Limiter;
  rejections: Rejections;
  schemas: Schemas;
}
