import { readOpenapiDocument } from '../_shared/contract/read-openapi.ts';
import { Problem } from '../_shared/contract/problems.ts';
import { cursorOf } from '../_shared/contract/cursor.ts';
import { whoOf } from '../_shared/contract/who-of.ts';
import type { Answer, Reader } from '../_shared/database/reader.ts';
import type { Routes } from '../_shared/http/handler.ts';
import { withReadKey } from '../_shared/http/read-key.ts';
import type { ReadLimits } from '../_shared/http/read-limits.ts';
import type { Route } from '../_shared/http/route.ts';
import { changesQuery, overviewDays, readQuery, refuseQuery } from './query.ts';
import { createFeedRoute } from './feed.ts';

const CUSTOMER = '/read/customers/';
const EXPORT = '/export';

interface Customer {
  id: string;
}
interface Found {
  rows: { customer: Customer; cursor: string }[];
  count?: number;
}
interface Changes {
  changes: { change: { customer: Customer }; cursor: string }[];
  end?: string;
}
/** Past this nobody needs the difference, and everybody would wait for it. */
const MAX_COUNT = 10_000;

/**
 * GET /customers, /customers/<id or email>, which DELETE erases, and its /export, /projects, /overview, /changes, /feeds/<address> and
 * /openapi.json.
 * `dashboard` is its address, if this server knows it.
 */
export function createRoutes(
  reader: Reader,
  limits: { keys: ReadLimits; feeds: ReadLimits },
  dashboard?: string,
): Routes {
  /** A person with the address of their page in the dashboard. */
  const linked = <One extends Customer>(customer: One) => ({
    ...customer,
    url: dashboard ? `${dashboard}/customers/${customer.id}` : null,
  });
  /** A route for whoever brings a read key. `ask` is told its hash. */
  const forKeys = (
    ask: (keyHash: string, url: URL) => Promise<Answer<object>>,
    method: Route['method'] = 'GET',
  ): Route => ({
    method,
    async answer(request, context) {
      const url = new URL(request.url);
      const body = await withReadKey(request, context, { limits: limits.keys, reader }, (keyHash) =>
        ask(keyHash, url),
      );
      return { status: 200, body };
    },
  });

  const routes = new Map<string, Route>([
    [
      '/read/customers',
      forKeys(async (keyHash, { searchParams }) => {
        const asked = readQuery(searchParams);
        const found = await reader<Found>('customers', keyHash, JSON.stringify(asked));
        return 'refused' in found ? found : pageOf(found, asked.limit - 1, linked);
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
      forKeys(async (keyHash, { searchParams }) => {
        const days = overviewDays(searchParams);
        const [figures, period] = await Promise.all([
          reader('overview', keyHash),
          days === null ? {} : reader('period', keyHash, days),
        ]);
        return 'refused' in period ? period : { ...figures, ...period };
      }),
    ],
    [
      '/read/changes',
      forKeys(async (keyHash, { searchParams }) => {
        const asked = changesQuery(searchParams);
        const found = await reader<Changes>('changes', keyHash, JSON.stringify(asked));
        return 'refused' in found
          ? found
          : changesOf(found, asked.limit - 1, linked, searchParams.get('since'));
      }),
    ],
    ['/read/openapi.json', openapiRoute],
  ]);
  const customer: Route = {
    ...forKeys(async (keyHash, { pathname, searchParams }) => {
      refuseQuery(searchParams);
      const found = await reader<{ customer: Customer | null }>(
        'customer',
        keyHash,
        ...whoOf(pathname.slice(CUSTOMER.length)),
      );
      if ('refused' in found) return found;
      if (found.customer) return linked(found.customer);
      throw new Problem('not_found', 'This key sees no customer with this id or email.');
    }),
    name: `${CUSTOMER}<id or email>`,
    allow: 'GET, DELETE',
  };
  const erase: Route = {
    ...forKeys((keyHash, { pathname, searchParams }) => {
      refuseQuery(searchParams);
      return reader('erase', keyHash, ...whoOf(pathname.slice(CUSTOMER.length)));
    }, 'DELETE'),
    name: customer.name!,
  };
  const exported: Route = {
    ...forKeys(async (keyHash, { pathname, searchParams }) => {
      refuseQuery(searchParams);
      const who = whoOf(pathname.slice(CUSTOMER.length, -EXPORT.length));
      const found = await reader<{ customer: object | null }>('export', keyHash, ...who);
      if ('refused' in found) return found;
      if (found.customer) return found.customer;
      throw new Problem('not_found', 'There is no customer with this id or email.');
    }),
    name: `${customer.name!}${EXPORT}`,
  };
  const feed = createFeedRoute(reader, limits.feeds, linked);
  /** The route of a path that names somebody or a feed. */
  function named(path: string, method: string): Route | undefined {
    if (/^\/read\/feeds\/[^/]+$/.test(path)) return feed;
    if (/^\/read\/customers\/[^/]+\/export$/.test(path)) return exported;
    if (!/^\/read\/customers\/[^/]+$/.test(path)) return undefined;
    return method === 'DELETE' ? erase : customer;
  }
  return {
    get: (path, method) => routes.get(path) ?? named(path, method),
    keys: () => [...routes.keys(), customer.name!, exported.name!, feed.name!].values(),
  };
}

type Link = (customer: Customer) => object;

function pageOf({ rows, count }: Found, limit: number, linked: Link) {
  const page = rows.slice(0, limit);
  return {
    customers: page.map(({ customer }) => linked(customer)),
    next_cursor: rows.length > limit ? cursorOf(page.at(-1)!.cursor) : null,
    ...(count !== undefined && {
      count: Math.min(count, MAX_COUNT),
      count_is_exact: count <= MAX_COUNT,
    }),
  };
}

/** A page of changes. Its cursor is the next question of a poller, also when nothing came. */
function changesOf({ changes, end }: Changes, limit: number, linked: Link, since: string | null) {
  const page = changes.slice(0, limit);
  const last = page.at(-1)?.cursor ?? end;
  return {
    changes: page.map(({ change }) => ({ ...change, customer: linked(change.customer) })),
    next_cursor: last ? cursorOf(last) : since,
    has_more: changes.length > limit,
  };
}

const openapiRoute: Route = {
  method: 'GET',
  answer: () => ({ status: 200, body: readOpenapiDocument() }),
};
