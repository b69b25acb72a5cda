import { TinyCRM, type Options, type TinyCRMError } from 'tinycrm-sdk';
import { vi } from 'vitest';

export const key = 'tcrm_proj_test';

/** A client of a test server. */
export function client(api: { url: string }, options: Options = {}): TinyCRM {
  return new TinyCRM({ apiKey: key, baseUrl: api.url, ...options });
}

/** What a call rejected with. */
export async function failure(call: Promise<unknown>): Promise<TinyCRMError> {
  return call.then(
    () => Promise.reject(new Error('The call succeeded.')),
    (error) => error,
  );
}

/**
 * The waits between attempts from now on, in ms, made at once instead of slept. They are the timers
 * that call a promise's own resolve function; all others run as they are.
 */
export function waits({ random = 0 } = {}): number[] {
  vi.spyOn(Math, 'random').mockReturnValue(random);
  const { setTimeout } = globalThis;
  const list: number[] = [];
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((
    callback: (...given: unknown[]) => void,
    ms: number,
    ...given: unknown[]
  ) => {
    const wait = String(callback).includes('[native code]');
    if (wait) list.push(ms);
    return setTimeout(callback, wait ? 0 : ms, ...given);
  }) as typeof globalThis.setTimeout);
  return list;
}

/** A fetch that answers from a list of functions, for what no server can be made to do. */
export function scripted(...answers: (() => Response | Promise<Response>)[]) {
  const urls: string[] = [];
  return {
    urls,
    fetch: async (url: string) => answers[Math.min(urls.push(url), answers.length) - 1]!(),
  };
}
