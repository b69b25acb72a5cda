import { batchRoute } from './routes/batch.ts';
import { healthRoute } from './routes/health.ts';
import { identifyRoute } from './routes/identify.ts';
import { openapiRoute } from './routes/openapi.ts';
import { pingRoute } from './routes/ping.ts';
import type { Route } from '../_shared/http/route.ts';
import type { Parts } from './parts.ts';

/** The platform strips /functions/v1 from the path and leaves the name of the function. */
export function createRoutes(parts: Parts): Map<string, Route> {
  return new Map([
    ['/ingest/identify', identifyRoute(parts)],
    ['/ingest/ping', pingRoute(parts)],
    ['/ingest/batch', batchRoute(parts)],
    ['/ingest/health', healthRoute(parts)],
    ['/ingest/openapi.json', openapiRoute(parts)],
  ]);
}
