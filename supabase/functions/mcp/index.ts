import { databaseUrl, notConfigured, tlsOptions } from '../_shared/database/url.ts';
import { openDatabasePool } from '../_shared/database/pool.ts';
import { createReader, type Reader } from '../_shared/database/reader.ts';
import { createHandler } from '../_shared/http/handler.ts';
import { InvalidKeys } from '../_shared/http/invalid-keys.ts';
import { createLog } from '../_shared/http/log.ts';
import { ReadLimits } from '../_shared/http/read-limits.ts';
import { surviveStrayErrors } from '../_shared/http/stray-errors.ts';
import { createRoute } from './route.ts';

const INVALID_PER_MINUTE = 100;
/** Longer than a page of a million customers takes; the database gives up after 10 s. */
const DEADLINE_MS = 9_000;
const secret = (name: string) => Deno.env.get(name);
const warn = (warning: string) => console.warn(JSON.stringify({ warning }));

surviveStrayErrors(globalThis, warn);
const log = createLog(secret('READ_LOG'), (line) => console.log(line));
addEventListener('beforeunload', log.flush);
const url = databaseUrl(secret, warn, 'READ_DB_URL');
const reader: Reader = url
  ? createReader(openDatabasePool(url, { deadlineMs: DEADLINE_MS, ...tlsOptions(secret, warn) }))
  : () => Promise.reject(notConfigured('READ_DB_URL'));
const route = createRoute({
  reader,
  limits: new ReadLimits(new InvalidKeys(INVALID_PER_MINUTE)),
  dashboard: secret('DASHBOARD_URL')?.replace(/\/$/, ''),
});

export default { fetch: createHandler(new Map([['/mcp', route]]), log.request) };
