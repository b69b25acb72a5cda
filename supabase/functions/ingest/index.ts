import { createHandler } from './handler.ts';
import { createLog } from './log.ts';
import { openStore } from './open-store.ts';
import { createRoutes } from './routes.ts';
import { createSchemas } from './schema.ts';

const store = openStore(
  (name) => Deno.env.get(name),
  (warning) => console.warn(JSON.stringify({ warning })),
);
const log = createLog(Deno.env.get('INGEST_LOG'), (line) => console.log(line));

export default {
  fetch: createHandler(createRoutes({ store, schemas: createSchemas(Date.now) }), log),
};
