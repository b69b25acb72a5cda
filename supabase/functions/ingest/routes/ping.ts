import { paymentRequired, type Problem, unauthorized } from '../../_shared/contract/problems.ts';
import type { Route } from '../../_shared/http/route.ts';
import type { Dependencies } from '../dependencies.ts';
import { singleCallRoute } from './single-call.ts';
import type { PingOutcome } from '../writing/store.ts';

/** POST /ping: moves the last activity of a customer who exists. Answers {"updated": boolean}. */
export function pingRoute(dependencies: Dependencies): Route {
  const { intake, schemas } = dependencies;
  return singleCallRoute(dependencies, 'ping', schemas.ping, intake.ping.write, pingAnswer);
}

/** The body that answers a ping. An unknown email is no error: ping creates nobody. */
export function pingAnswer(outcome: PingOutcome): { updated: boolean } | Problem {
  if (outcome === 'unauthorized') return unauthorized();
  if (outcome === 'payment_required') return paymentRequired();
  return { updated: outcome === 'updated' };
}
