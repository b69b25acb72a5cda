import { createHmac, randomBytes } from 'node:crypto';
import { env } from '$env/dynamic/private';
import { countHere, refuseHere } from './attempts-here.ts';
import type { Visitor } from './auth-fetch.ts';
import { createDetachedSupabase } from './detached-supabase.ts';
import { networkOf } from './network-of.ts';

/** The attempts that are counted apart: those of Auth, and renewals of sessions that were refused. */
export type Attempt = 'sign-in' | 'sign-up' | 'mail' | 'link' | 'user' | 'refresh';

/** In five minutes. Auth takes 30 at once from all visitors together. */
const DEFAULT_MAX = 10;

/** Stands in for CRON_SECRET: whoever has the hashes could try every address. */
const ownSecret = randomBytes(32).toString('hex');

/** Counts an attempt of a visitor. Resolves with 0, or with the seconds until the next is allowed. */
export function takeAttempt(visitor: Visitor, attempt: Attempt): Promise<number> {
  return count(visitor, attempt, 1);
}

/** True if a visitor has attempts left. Counts none. */
export async function hasAttempts(visitor: Visitor, attempt: Attempt): Promise<boolean> {
  return (await count(visitor, attempt, 0)) === 0;
}

/**
 * In the database, so that it holds for every process of this server, and in this process, so that it holds
 * here where the database cannot be asked, and a flood of refusals asks it once.
 */
async function count(visitor: Visitor, attempt: Attempt, cost: 0 | 1): Promise<number> {
  const max = Number(env.ATTEMPTS_PER_VISITOR || DEFAULT_MAX);
  if (!(max > 0)) return 0;
  const secret = env.CRON_SECRET;
  const hash = createHmac('sha256', secret || ownSecret)
    .update(`${attempt} ${networkOf(visitor.getClientAddress())}`)
    .digest('hex');
  const seconds = countHere(hash, max, cost);
  if (seconds || !secret) return seconds;
  const { data, error } = await createDetachedSupabase(visitor).rpc('take_attempt', {
    ...{ secret, visitor: hash, max_attempts: max, cost },
  });
  if (error) {
    tellOnce(error.message);
    return 0;
  }
  if (data) refuseHere(hash, data);
  return data;
}

let isTold = false;

function tellOnce(reason: string): void {
  if (!isTold) console.error(`Sign-in attempts are counted in each process alone: ${reason}`);
  isTold = true;
}
