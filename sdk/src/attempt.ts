import type { Refused } from './error.ts';
import type { Fetch, Options } from './types.ts';

// Declared here, so that neither this file nor its types need the typings of DOM or Node.
declare const fetch: Fetch;
declare const AbortSignal: { timeout(ms: number): { aborted: boolean } };

/** One request and what became of it: the fields of the error that it may become. */
export interface Attempt {
  /** The code of the error; meaningless when there was none. */
  code: string;
  status?: number;
  requestId?: string | null;
  /** Milliseconds that the API asked to wait, 0 if it did not. */
  retryAfter?: number;
  /** The answer to a batch, in which some calls were refused. */
  results?: (Refused | { error?: undefined })[];
  cause?: unknown;
}

/** Sends one request and reads its answer. Never rejects. */
export async function attempt(url: string, body: string, options: Options): Promise<Attempt> {
  const result: Attempt = { code: 'network_error' };
  const signal = AbortSignal.timeout(options.timeout ?? 3000);
  try {
    const response = await (options.fetch || fetch)(url, {
      method: 'POST',
      headers: { authorization: 'Bearer ' + options.apiKey, 'content-type': 'application/json' },
      body,
      // The key goes to nobody else.
      redirect: 'manual',
      signal,
    });
    // Seconds or a date.
    const wait = response.headers.get('retry-after')!;
    result.code = 'http_' + (result.status = response.status);
    result.requestId = response.headers.get('x-request-id');
    result.retryAfter = Math.max(0, +wait * 1e3 || Date.parse(wait) - Date.now() || 0);
    // An answer of the API brings its own code and detail.
    Object.assign(result, await response.json());
  } catch (cause) {
    result.cause = cause;
    if (signal.aborted) result.code = 'timeout';
  }
  return result;
}
