import { isServiceName, type ServiceName } from '../_shared/contract/services.ts';
import type { Routes } from '../_shared/http/handler.ts';
import type { Route } from '../_shared/http/route.ts';

const PATH = /^\/receive\/([a-z_]+)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The service and the receiver that a path names, or undefined. */
export function parsePath(path: string): { name: ServiceName; id: string } | undefined {
  const [, name, id] = PATH.exec(path) ?? [];
  return name && id && isServiceName(name) ? { name, id } : undefined;
}

/** One route for every receiver. */
export function createRoutes(route: Route): Routes {
  return {
    get: (path) => (parsePath(path) ? route : undefined),
    keys: () => ['/receive/<service>/<id>'].values(),
  };
}
