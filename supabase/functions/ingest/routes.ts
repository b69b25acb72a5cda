import { batchRoute } from './routes/batch.ts';
import { healthRoute } from './routes/health.ts';
import { identifyRoute } from './routes/identify.ts';
import { importRowsRoute, startImportRoute, undoImportRoute } from './routes/import.ts';
import { openapiRoute } from './routes/openapi.ts';
import { pingRoute } from './routes/ping.ts';
import type { Route } from '../_shared/http/route.ts';
import type { Dependencies } from './dependencies.ts';

/** The platform strips /functions/v1 from the path and leaves the name of the function. */
export function createRoutes(dependencies: Dependencies): Map<string, Route> {
  return new Map([
    ['/ingest/identify', identifyRoute(dependencies)],
    ['/ingest/ping', pingRoute(dependencies)],
    ['/ingest/batch', batchRoute(dependencies)],
    ['/ingest/import/start', startImportRoute(dependencies)],
    ['/ingest/import/rows', importRowsRoute(dependencies)],
    ['/ingest/import/undo', undoImportRoute(dependencies)],
    ['/ingest/health', healthRoute(dependencies)],
    ['/ingest/openapi.json', openapiRoute(dependencies)],
  ]);
}
