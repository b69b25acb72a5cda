import { env } from '$env/dynamic/private';
import { env as publicEnv } from '$env/dynamic/public';
import type { RequestEvent } from '@sveltejs/kit';
import { READS } from './replica-reads.ts';

type Asking = Pick<RequestEvent, 'cookies' | 'request' | 'url'>;

/** Whoever has it changed something a moment ago, and must see that. */
const WROTE_COOKIE = 'wrote';
/** Seconds: more than a replica is behind. */
const BEHIND = 10;

/** From now on this browser reads from the primary, until the replica has what it wrote. */
export function noteWrite({ cookies, url }: Asking): void {
  if (!env.SUPABASE_REPLICA_URL) return;
  cookies.set(WROTE_COOKIE, '1', {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: BEHIND,
  });
}

/**
 * A fetch that sends what only reads to the replica at SUPABASE_REPLICA_URL, where that is set, and all
 * else to `primary`. So it does with what the replica cannot answer.
 */
export function readFromReplica(event: Asking, primary: typeof fetch): typeof fetch {
  return async (input, init) => {
    const [url, read] = readOf(event, input, init) ?? [];
    if (!url) return primary(input, init);
    const answer = await fetch(url, read).catch(() => null);
    return answer && !(await isUnable(answer)) ? answer : primary(input, init);
  };
}

/** The same request for the replica; undefined for what is not to be sent there. */
function readOf(
  { cookies }: Asking,
  input: Parameters<typeof fetch>[0],
  init: RequestInit = {},
): [URL, RequestInit] | undefined {
  const api = `${publicEnv.PUBLIC_SUPABASE_URL}/rest/v1/`;
  const replica = env.SUPABASE_REPLICA_URL;
  if (!replica || cookies.get(WROTE_COOKIE) || !String(input).startsWith(api)) return;
  const path = String(input).slice(api.length);
  const url = new URL(`${replica.replace(/\/$/, '')}/rest/v1/${path}`);
  const name = /^rpc\/(\w+)$/.exec(path)?.[1];
  if (!name) return ['GET', 'HEAD'].includes(init.method ?? 'GET') ? [url, init] : undefined;
  if (!READS.has(name)) return;
  if (name !== 'overview') return [url, init];

  // It keeps what it counts, so that PostgREST would begin a transaction that may write.
  for (const [key, value] of Object.entries(JSON.parse(String(init.body)))) {
    if (value !== null) url.searchParams.set(key, String(value));
  }
  return url.searchParams.get('anew') === 'true'
    ? undefined
    : [url, { ...init, method: 'GET', body: undefined }];
}

/** True if the replica is away, or had to stop for what came from the primary. */
async function isUnable(answer: Response): Promise<boolean> {
  if (answer.status >= 502) return true;
  if (answer.status < 500) return false;
  const { code } = (await answer
    .clone()
    .json()
    .catch(() => ({}))) as { code?: string };
  return code === '40001';
}
