import { Failure } from '../failure.ts';

interface Page<T> {
  body: T;
  headers: Headers;
}

const MAX_TRIES = 8;
const MAX_WAIT_MS = 60_000;
const wait = (ms: number) => new Promise<unknown>((resolve) => setTimeout(resolve, ms));

export type Get = <T>(url: URL) => Promise<Page<T>>;

/**
 * Makes the function that fetches JSON from `name` with these headers. It waits when it is told that
 * it asks too often, tries again what may pass, and throws a Failure with the words of the other
 * side for the rest: `explain` finds them in the body.
 */
export function createGet(
  name: string,
  headers: Record<string, string>,
  explain: (body: unknown, status: number) => string | undefined,
  sleep = wait,
): Get {
  return async <T>(url: URL) => {
    let reason = '';
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const response = await fetch(url, {
        headers: { accept: 'application/json', 'user-agent': 'tinycrm-import', ...headers },
        signal: AbortSignal.timeout(60_000),
      }).catch(() => null);
      if (response) {
        const body: unknown = await response.json().catch(() => undefined);
        if (response.ok && body !== undefined)
          return { body: body as T, headers: response.headers };
        const words = explain(body, response.status) ?? `it answered ${response.status}`;
        reason = `${name}: ${words}`;
        const mayPass = response.ok || response.status === 429 || response.status >= 500;
        if (!mayPass) throw new Failure(reason);
      } else {
        reason = `${name} cannot be reached at ${url.origin}.`;
      }
      const seconds = Number(response?.headers.get('retry-after'));
      await sleep(Math.min(MAX_WAIT_MS, seconds > 0 ? seconds * 1000 : 500 * 2 ** tries));
    }
    throw new Failure(reason);
  };
}
