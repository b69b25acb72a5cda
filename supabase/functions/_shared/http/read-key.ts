import { Problem } from '../contract/problems.ts';
import type { Answer, Reader } from '../database/reader.ts';
import { apiKeyHash } from './api-key.ts';
import type { ReadLimits } from './read-limits.ts';
import type { RequestContext } from './route.ts';
import { waitUntil } from './wait-until.ts';

/** Asks for whoever brings a read key; `ask` is told its hash. Throws a Problem where the key is none, asks too often, or is not paid for. */
export async function withReadKey<Body extends object>(
  request: Request,
  { address, headers }: RequestContext,
  { limits, reader }: { limits: ReadLimits; reader: Reader },
  ask: (keyHash: string) => Promise<Answer<Body>>,
): Promise<Body> {
  const keyHash = apiKeyHash(request.headers.get('authorization'), 'read');
  Object.assign(headers, limits.take(address, keyHash));
  const body = keyHash && (await ask(keyHash));
  if (!body || ('refused' in body && body.refused === 'unauthorized')) {
    limits.refused(address, keyHash);
    throw noReadKey();
  }
  limits.accepted(keyHash);
  // Nobody waits for the count, and a call that is not counted was answered all the same.
  waitUntil(reader('countCall', keyHash).catch(() => {}));
  return granted(body);
}

/** What the database answered a key that was good a moment ago. Throws a Problem where it no longer is. */
export function granted<Body extends object>(answer: Answer<Body>): Body {
  if (!('refused' in answer)) return answer;
  if (answer.refused === 'payment_required') throw mustPay();
  throw answer.refused === 'forbidden' ? mayNotErase() : noReadKey();
}

/** Missing, malformed, unknown and revoked keys look the same from outside. */
export function noReadKey(): Problem {
  return new Problem(
    'unauthorized',
    'Send a live read key as "Authorization: Bearer tcrm_read_…". Owners and admins create them under Settings, Connect.',
    { headers: { 'www-authenticate': 'Bearer' } },
  );
}

export function mustPay(): Problem {
  return new Problem(
    'payment_required',
    'This account’s trial or subscription has ended, so its read keys and feeds are paused. Once an owner subscribes on the Billing page, they work again immediately.',
  );
}

function mayNotErase(): Problem {
  return new Problem(
    'forbidden',
    'This key only reads. Create one that can erase and export people under Settings, Connect.',
  );
}
