import { batchRoute } from './batch.ts';
import { healthRoute } from './health.ts';
import { identifyRoute } from './identify.ts';
import { openapiRoute } from './openapi.ts';
import { pingRoute } from './ping.ts';
import type { Parts, Route } from './route.ts';

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
