import {
  createMcpHandler,
  localhostAllowedOrigins,
  validateOriginHeader,
} from '@modelcontextprotocol/server';
import { Problem } from '../_shared/contract/problems.ts';
import type { Reader } from '../_shared/database/reader.ts';
import { apiKeyHash } from '../_shared/http/api-key.ts';
import { readJson } from '../_shared/http/body.ts';
import { asProblem } from '../_shared/http/handler.ts';
import { countRefused, type RequestEntry } from '../_shared/http/log.ts';
import { noReadKey, withReadKey } from '../_shared/http/read-key.ts';
import type { ReadLimits } from '../_shared/http/read-limits.ts';
import type { Route } from '../_shared/http/route.ts';
import { Caller, type Names } from './caller.ts';
import { createServer } from './server.ts';

const MAX_BYTES = 64 * 1024;

export interface Setting {
  reader: Reader;
  limits: ReadLimits;
  /** Where the dashboard is, without a slash at the end. */
  dashboard: string | undefined;
}

/** POST /mcp: the Streamable HTTP transport of the Model Context Protocol, with no session and no stream that stays open. */
export function createRoute({ reader, limits, dashboard }: Setting): Route {
  return {
    method: 'POST',
    async answer(request, context) {
      refuseOrigin(request.headers.get('origin'));
      refuseKeyInAddress(request.url);
      const names = await withReadKey(request, context, { limits, reader }, (keyHash) =>
        reader<Names>('names', keyHash),
      );
      const { value } = await readJson(request, MAX_BYTES, tooLarge);
      refuseBatch(value);
      const keyHash = apiKeyHash(request.headers.get('authorization'), 'read')!;
      const caller = new Caller(reader, keyHash, names, dashboard);
      const handler = createMcpHandler(
        () => createServer(caller, (error) => refused(error, context.entry)),
        // Nothing here changes while somebody listens, and a stream would hold an isolate for nothing.
        { maxSubscriptions: 0, keepAliveMs: 0 },
      );
      const response = await handler.fetch(request, { parsedBody: value });
      // Whole, so that the log has how long it took and what went wrong.
      return new Response((await response.text()) || null, response);
    },
  };
}

/** Programs name no origin. A page does, and only one on the developer's own machine may be a client. */
function refuseOrigin(origin: string | null): void {
  if (validateOriginHeader(origin, localhostAllowedOrigins()).ok) return;
  throw new Problem(
    'origin_not_allowed',
    'Web pages can’t connect here, but those on your own machine. Connect from a desktop app, an editor or a server.',
  );
}

/** Addresses are logged on the way, and a key in one was told to everybody there. */
function refuseKeyInAddress(url: string): void {
  if (!url.includes('?')) return;
  const { searchParams } = new URL(url);
  for (const [name, value] of searchParams) {
    if (/key|token|auth/i.test(name) || value.includes('tcrm_')) throw noReadKey();
  }
}

/** A batch would ask as often as it likes for one call of the quota. The protocol has had none since 2025-06-18. */
function refuseBatch(body: unknown): void {
  if (!Array.isArray(body)) return;
  throw new Problem('invalid_body', 'Send one JSON-RPC message, not an array of them.');
}

function tooLarge(): Problem {
  return new Problem('body_too_large', `A message can have ${MAX_BYTES / 1024} KB.`);
}

/** The log tells it of a request whose answer is 200. */
function refused(error: unknown, entry: RequestEntry): Problem {
  const problem = asProblem(error, entry);
  countRefused(entry, problem.code);
  return problem;
}
