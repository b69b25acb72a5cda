import { createHandler } from './handler.ts';
import { createIntake } from './intake.ts';
import { createLimiter } from './limiter.ts';
import { createLog } from './log.ts';
import { openStore } from './open-store.ts';
import { Rejections } from './rejections.ts';
import { createRoutes } from './routes.ts';
import { createSchemas } from './schema.ts';
import { surviveStrayErrors } from './stray-errors.ts';

const secret = (name: string) => Deno.env.get(name);
const warn = (warning: string) => console.warn(JSON.stringify({ warning }));

surviveStrayErrors(globalThis, warn);
const log = createLog(secret('INGEST_LOG'), (line) => console.log(line));
const store = openStore(secret, warn);
const limiter = createLimiter(secret, warn, store.limits);
const rejections = new Rejections({
  write: store.reject,
  knows: (keyHash) => limiter.knows(keyHash),
});
const routes = createRoutes({
  intake: createIntake(store, log.group),
  limiter,
  rejections,
  schemas: createSchemas(Date.now),
});

export default { fetch: createHandler(routes, log.request, rejections) };
