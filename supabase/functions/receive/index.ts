import { openDatabasePool } from '../_shared/database/pool.ts';
import { BodiesInFlight } from '../_shared/http/bodies-in-flight.ts';
import { createHandler } from '../_shared/http/handler.ts';
import { InvalidKeys } from '../_shared/http/invalid-keys.ts';
import { createLog } from '../_shared/http/log.ts';
import { databaseUrl, notConfigured, tlsOptions } from '../_shared/database/url.ts';
import { surviveStrayErrors } from '../_shared/http/stray-errors.ts';
import { Guard } from './guard.ts';
import { receiveRoute } from './receive.ts';
import { createReceivers, type Receivers } from './receivers.ts';
import { createRoutes } from './routes.ts';

const INVALID_PER_MINUTE = 100;
/** Of 1 MB at most. */
const BODIES = 200;
const secret = (name: string) => Deno.env.get(name);
const warn = (warning: string) => console.warn(JSON.stringify({ warning }));

surviveStrayErrors(globalThis, warn);
const log = createLog(secret('INGEST_LOG'), (line) => console.log(line));
addEventListener('beforeunload', log.flush);
const url = databaseUrl(secret, warn);
const refuse = () => Promise.reject(notConfigured());
const receivers: Receivers = url
  ? createReceivers(openDatabasePool(url, { connections: 2, ...tlsOptions(secret, warn) }))
  : { find: refuse, receive: refuse };
const guard = new Guard(() => new InvalidKeys(INVALID_PER_MINUTE));
const routes = createRoutes(receiveRoute(receivers, guard, new BodiesInFlight(BODIES), Date.now));

export default { fetch: createHandler(routes, log.request) };
