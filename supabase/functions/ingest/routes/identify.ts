import { paymentRequired, Problem, unauthorized } from '../../_shared/contract/problems.ts';
import type { Route } from '../../_shared/http/route.ts';
import type { Dependencies } from '../dependencies.ts';
import { singleCallRoute } from './single-call.ts';
import type { IdentifyOutcome } from '../writing/store.ts';

/** POST /identify: creates or merges one customer. Answers {"created": boolean} after the commit. */
export function identifyRoute(dependencies: Dependencies): Route {
  const { intake, schemas } = dependencies;
  return singleCallRoute(
    dependencies,
    'identify',
    schemas.identify,
    intake.identify.write,
    identifyAnswer,
  );
}

/** The body that answers a call which was written, or the problem with one that was not. */
export function identifyAnswer(outcome: IdentifyOutcome): { created: boolean } | Problem {
  switch (outcome) {
    case 'created':
    case 'updated':
      return { created: outcome === 'created' };
    case 'unauthorized':
      return unauthorized();
    case 'payment_required':
      return paymentRequired();
    case 'params_too_large':
      return new Problem(
        'params_too_large',
        'This call would push the customer’s params in this project over 64 KB. Remove keys by sending them as null.',
      );
    case 'invalid':
      return new Problem('validation_failed', 'The database rejected this call as invalid.');
  }
}
