import type { Bench } from '../bench.ts';
import { runHttpLoad } from '../generators/http.ts';
import type { Path } from './path.ts';

/** POST `url` for people of the bench, spread over all projects' keys. */
export function httpPath({ customers, tenant }: Bench, url: string): Path {
  return (size) =>
    runHttpLoad({
      ...size,
      url,
      customers,
      apiKeys: tenant.projects.map(({ apiKey }) => apiKey),
    });
}

/** The same for people nobody has seen before. Each run needs a prefix of its own. */
export function newCustomersPath({ customers, tenant }: Bench, url: string, prefix: string): Path {
  return (size) =>
    runHttpLoad({
      ...size,
      url,
      customers,
      apiKeys: tenant.projects.map(({ apiKey }) => apiKey),
      newPrefix: prefix,
    });
}
