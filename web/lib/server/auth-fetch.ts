import type { RequestEvent } from '@sveltejs/kit';
import { env } from '$env/dynamic/private';
import { nameDevice } from '$lib/device.ts';

export type Visitor = Pick<RequestEvent, 'getClientAddress' | 'request'>;

/** What Auth limits by address. */
const LIMITED = /\/auth\/v1\/(token|verify|signup|otp|recover|resend|user)\b/;

/**
 * A fetch that tells Auth whose request it passes on, so that Auth's limits are each visitor's own. Only
 * who shows a secret key is believed: without SUPABASE_SECRET_KEY all visitors have this server's address.
 */
export function forwardVisitor(visitor: Visitor): typeof fetch {
  return async (input, init) => {
    const key = env.SUPABASE_SECRET_KEY;
    const isLimited = LIMITED.test(String(input)) && (init?.method ?? 'GET') !== 'GET';
    if (!key || key === refusedKey || !isLimited) return fetch(input, init);

    const headers = new Headers(init?.headers);
    // A publishable key as bearer would be refused beside a secret one; a user's token stays.
    const own = `Bearer ${env.SUPABASE_PUBLISHABLE_KEY}`;
    if (headers.get('authorization') === own) headers.delete('authorization');
    headers.set('apikey', key);
    headers.set('sb-forwarded-for', visitor.getClientAddress());
    // Supabase takes a secret key with a browser's agent for one that has leaked.
    const device = nameDevice(visitor.request.headers.get('user-agent'));
    headers.set('user-agent', `TinyCRM (${device})`);

    const answer = await fetch(input, { ...init, headers });
    if (answer.status !== 401 || headers.has('authorization')) return answer;
    // Nobody is kept out by a key that is no good, which is told.
    refuse(key);
    return fetch(input, init);
  };
}

/** Not shown again until this process ends. */
let refusedKey: string | undefined;

function refuse(key: string): void {
  if (key !== refusedKey) {
    console.error(
      'Supabase refuses SUPABASE_SECRET_KEY, so all visitors share one limit of Auth: docs/host/operations.md.',
    );
  }
  refusedKey = key;
}
