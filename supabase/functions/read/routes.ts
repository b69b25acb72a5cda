import { readOpenapiDocument } from '../_shared/contract/read-openapi.ts';
import { Problem } from '../_shared/contract/problems.ts';
import { cursorOf } from '../_shared/contract/cursor.ts';
import { whoOf } from '../_shared/contract/who-of.ts';
import type { Answer, Reader } from '../_shared/database/reader.ts';
import type { Routes } from '../_shared/http/handler.ts';
import { withReadKey } from '../_shared/http/read-key.ts';
import type { ReadLimits } from '../_shared/http/read-limits.ts';
import type { Route } from '../_shared/http/route.ts';
import { readQuery, refuseQuery } from './query.ts';

const CUSTOMER = '/read/customers/';

interface Found {
  rows: { customer: object; cursor: string }[];
  count?: number;
}
/** Past this nobody needs the difference, and everybody would wait for it. */
const MAX_COUNT = 10_000;

/** GET /customers, /customers/<id or email>, /projects, /overview and /openapi.json. */
export function createRoutes(reader: Reader, limits: ReadLimits): Routes {
  /** A route for whoever brings a read key. `ask` is told its hash. */
  const forKeys = (ask: (keyHash: string, url: URL) => Promise<Answer<object>>): Route => ({
    method: 'GET',
    async answer(request, context) {
      const url = new URL(request.url);
      const body = await withReadKey(request, context, limits, (keyHash) => ask(keyHash, url));
      return { status: 200, body };
    },
  });

  const routes = new Map<string, Route>([
    [
      '/read/customers',
      forKeys(async (keyHash, { searchParams }) => {
        const asked = readQuery(searchParams);
        const found = await reader<Found>('customers', keyHash, JSON.stringify(asked));
        return 'refused' in found ? found : pageOf(found, asked.limit - 1);
      }),
    ],
    [
      '/read/projects',
      forKeys((keyHash, { searchParams }) => {
        refuseQuery(searchParams);
        return reader('projects', keyHash);
      }),
    ],
    [
      '/read/overview',
      forKeys((keyHash, { searchParams }) => {
        refuseQuery(searchParams);
        return reader('overview', keyHash);
      }),
    ],
    ['/read/openapi.json', openapiRoute],
  ]);
  const customer: Route = {
    ...forKeys(async (keyHash, { pathname, searchParams }) => {
      refuseQuery(searchParams);
      const found = await reader<{ customer: object | null }>(
        'customer',
        keyHash,
        ...whoOf(pathname.slice(CUSTOMER.length)),
      );
      if ('refused' in found) return found;
      if (found.customer) return found.customer;
      throw new Problem('not_found', 'This key sees no customer with this id or email.');
    }),
    name: `${CUSTOMER}<id or email>`,
  };
  return {
    get: (path) =>
      routes.get(path) ?? (/^\/read\/customers\/[^/]+$/.test(path) ? customer : undefined),
    keys: () => [...routes.keys(), customer.name!].values(),
  };
}

function pageOf({ rows, count }: Found, limit: number) {
  const page = rows.slice(0, limit);
  return {
    customers: page.map(({ customer }) => customer),
    next_cursor: rows.length > limit ? cursorOf(page.at(-1)!.cursor) : null,
    ...(count !== undefined && {
      count: Math.min(count, MAX_COUNT),
      count_is_exact: count <= MAX_COUNT,
    }),
  };
}

const openapiRoute: Route = {
  method: 'GET',
  answer: () => ({ status: 200, body: readOpenapiDocument() }),
};
