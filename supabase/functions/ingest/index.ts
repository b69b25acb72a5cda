import { BodiesInFlight } from '../_shared/http/bodies-in-flight.ts';
import { createHandler } from '../_shared/http/handler.ts';
import { createIntake } from './writing/intake.ts';
import { createLimiter } from './limits/limiter.ts';
import { createLog } from '../_shared/http/log.ts';
import { openStore } from './writing/open-store.ts';
import { Refusals, reportTo } from './limits/refusals.ts';
import { createRoutes } from './routes.ts';
import { createSchemas } from '../_shared/contract/schema.ts';
import { surviveStrayErrors } from '../_shared/http/stray-errors.ts';

/** What is unfinished takes 100 MB of an isolate's 256 MB at most: docs/host/reliability.md. */
const BODIES = 500;
const secret = (name: string) => Deno.env.get(name);
const warn = (warning: string) => console.warn(JSON.stringify({ warning }));

surviveStrayErrors(globalThis, warn);
const log = createLog(secret('INGEST_LOG'), (line) => console.log(line));
addEventListener('beforeunload', log.flush);
const store = openStore(secret, warn);
const limiter = createLimiter(secret, warn, store.limits);
const refusals = new Refusals({
  write: store.reportRefusals,
  isKnown: (keyHash) => limiter.isKnown(keyHash),
  log: log.group,
});
const routes = createRoutes({
  intake: createIntake(store, log.group, (keyHash) => limiter.ownerOf(keyHash)),
  limiter,
  bodies: new BodiesInFlight(BODIES),
  refusals,
  schemas: createSchemas(Date.now),
});

export default { fetch: createHandler(routes, log.request, { onRefused: reportTo(refusals) }) };
