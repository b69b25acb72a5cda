import type { Refused } from './error.ts';
import type { Fetch, Options } from './types.ts';

// Declared here, so that neither this file nor its types need the typings of DOM or Node.
declare const fetch: Fetch;
declare const AbortSignal: { timeout(ms: number): { aborted: boolean } };
declare function setTimeout(callback: () => unknown, ms: number): unknown;

/** The most calls in a request. */
export const MAX_CALLS = 500;
/** A body is up to 500 KB, a call up to 32 KB, and a character of JSON text up to 3 bytes. */
export const MAX_CHARACTERS = 15e4;

/** Longer than this, the API is not waited for. */
const MAX_WAIT_MS = 3e4;

/** A retry takes one, a success brings back a tenth: an outage is not made worse by retries. */
const MAX_BUDGET = 10;

/** One attempt and what became of it: the fields of the error that it may become. */
interface Attempt {
  code: string;
  attempts: number;
  status?: number;
  requestId?: string | null;
  retryAfter?: number;
  /** The answer to a batch, in which some calls may be refused. */
  results?: (Refused | { error?: undefined })[];
  cause?: unknown;
}

/** A call as it is written into a body, with its age at that moment. */
export type Call = () => string;

/**
 * Sends calls until they are stored, /batch for any number of them. Rejects with the attempt that
 * failed for good, or with those that were refused.
 */
export type Send = (path: string, calls: Call[]) => Promise<void>;

/** Sends the calls of a client, whose retries share a budget. */
export const createSend =
  (options: Options, budget: number = MAX_BUDGET): Send =>
  async (path, calls) => {
    const refused: Refused[] = [];
    for (let first = 0, end = 0; options.enabled !== false && calls[end]; first = end) {
      // Anything else might not be a header, and the runtime's error would quote it.
      if (!/^tcrm_\w+$/.test(options.apiKey!))
        throw { code: 'missing_api_key', detail: 'Is TINYCRM_KEY set?' };
      for (let size = 0; calls[end] && end - first < MAX_CALLS && size < MAX_CHARACTERS;)
        size += calls[end++]!().length;

      for (let attempts = 0; ;) {
        const result: Attempt = { code: 'network_error', attempts: ++attempts };
        const signal = AbortSignal.timeout(options.timeout ?? 3000);
        let status: number | undefined;
        let retryAfter = 0;
        try {
          const body = calls.slice(first, end).map((call) => call());
          const url = `${options.baseUrl || 'https://app.tinycrm.dev/v1'}`;
          const response = await (options.fetch || fetch)(url.replace(/\/?$/, '/' + path), {
            method: 'POST',
            headers: {
              authorization: 'Bearer ' + options.apiKey,
              'content-type': 'application/json',
              ...(options.region && { 'x-region': options.region }),
            },
            body: path == 'batch' ? `{"calls":[${body}]}` : body[0]!,
            // The key goes to nobody else.
            redirect: 'manual',
            signal,
          });
          // Seconds or a date.
          const wait = response.headers.get('retry-after')!;
          result.code = 'http_' + (result.status = status = response.status);
          result.requestId = response.headers.get('x-request-id');
          result.retryAfter = retryAfter = Math.max(
            0,
            +wait * 1e3 || Date.parse(wait) - Date.now() || 0,
          );
          // An answer of the API brings its own code and detail.
          Object.assign(result, await response.json());
        } catch (cause) {
          result.cause = cause;
          if (signal.aborted) result.code = 'timeout';
        }

        // Status 0 is what a redirect becomes where fetch hides it, 207 a mixed answer.
        if (result.results || (status && status < 207)) {
          if (budget < MAX_BUDGET) budget += 0.1;
          result.results?.map((one) => one.error && ((one.index += first), refused.push(one)));
          break;
        }
        // Without a status nobody answered, and that may pass.
        const isFinal = status! < 500 && status != 429;
        if (isFinal || attempts > (options.retries ?? 2) || retryAfter > MAX_WAIT_MS || budget < 1)
          throw result;
        budget--;
        await new Promise<void>((resolve) =>
          setTimeout(resolve, retryAfter + 1e3 * attempts * Math.random()),
        );
      }
    }
    if (refused[0]) throw { code: 'refused', refused };
  };
