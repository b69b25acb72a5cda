import { createHandler } from './handler.ts';
import { createLog } from './log.ts';
import { openStore } from './open-store.ts';
import { createRoutes } from './routes.ts';
import { createSchemas } from './schema.ts';
import { surviveStrayErrors } from './stray-errors.ts';

const secret = (name: string) => Deno.env.get(name);
const warn = (warning: string) => console.warn(JSON.stringify({ warning }));

surviveStrayErrors(globalThis, warn);
const store = openStore(secret, warn);
const log = createLog(secret('INGEST_LOG'), (line) => console.log(line));

export default {
  fetch: createHandler(createRoutes({ store, schemas: createSchemas(Date.now) }), log),
};
