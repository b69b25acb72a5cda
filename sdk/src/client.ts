import { TinyCRMError } from './error.ts';
import type { Customer, Fetch, Json, Options, Params, Refused } from './types.ts';

// Declared here, so that neither this file nor its types need the typings of DOM or Node.
declare const fetch: Fetch;
declare const process: { env: { TINYCRM_URL?: string } };
declare function setTimeout(callback: (value?: unknown) => unknown, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare class AbortController {
  signal: { aborted: boolean };
  abort(reason: unknown): void;
}

/** What is known of one attempt: the fields of the error that it may become. */
interface Attempt {
  attempts: number;
  code: string;
  status?: number;
  requestId?: string | null;
  retryAfter?: number;
  results?: (Refused | { error?: undefined })[];
  cause?: unknown;
}

/** Tells TinyCRM about the customers of one product. A call that nobody awaits never throws. */
export class TinyCRM<P extends Params<P> = { [key: string]: Json | undefined }> {
  /** Creates or updates a customer. Resolves when it is stored. */
  declare readonly identify: (customer: Customer<P>) => Promise<void>;
  /** Says that a customer is active now. Creates nobody. */
  declare readonly ping: (email: string) => Promise<void>;
  /**
   * `identify` for a list of any length, 500 customers a request. If some are refused the others are
   * stored all the same, and the error's `refused` says which and why.
   */
  declare readonly identifyMany: (customers: Iterable<Customer<P>>) => Promise<void>;
  /** Resolves when every call made so far has settled. Never rejects. */
  declare readonly flush: () => Promise<void>;

  /** Takes the project's API key, or options. Never throws. */
  constructor(options?: string | Options) {
    /* eslint-disable prefer-const -- one statement for all of them is shorter */
    let {
      apiKey = options,
      baseUrl,
      timeout = 3000,
      retries = 2,
      enabled = true,
      onError,
      waitUntil,
      fetch: send,
    } = Object(options) as Options;
    /* eslint-enable prefer-const */
    try {
      baseUrl ||= process.env.TINYCRM_URL;
    } catch {
      // There is no `process`, or no permission to read the environment (Deno).
    }
    baseUrl = `${baseUrl || 'https://app.tinycrm.dev/v1'}`.replace(/\/?$/, '/');

    // A retry takes one, a success brings back a tenth: an outage is not made worse by retries.
    let budget = 10;
    let settled: Promise<void> | undefined;

    const call = (path: string, customers: Iterable<Customer<P>>, type?: string): Promise<void> => {
      const deliver = async () => {
        const started = Date.now();
        // Field by field: whatever else the caller's objects hold stays here.
        const calls = [...customers].map(
          (c) =>
            '\n' +
            JSON.stringify({
              type,
              email: c.email ?? '',
              name: c.name,
              status: c.status,
              params: c.params,
            }),
        );
        const refused: Refused[] = [];

        for (let first = 0, end = 0, chunk; enabled && calls[end]; first = end) {
          // Anything else might not be a header, and the runtime's error would quote it.
          if (!/^tcrm_\w+$/.test(apiKey as string)) throw { code: 'missing_api_key' };
          // A UTF-16 unit is up to 3 bytes, a call up to 32 KB and a body up to 500 KB.
          for (chunk = ''; calls[end] && end - first < 500 && chunk.length < 15e4;)
            chunk += calls[end++];

          for (let attempts = 1; ; attempts++) {
            const attempt: Attempt = { attempts, code: 'network_error' };
            const abort = new AbortController();
            const timer = setTimeout(() => abort.abort((attempt.code = 'timeout')), timeout);
            // By the wall clock: a monotonic one stands still while a serverless host is frozen.
            // JSON text has no line breaks of its own, so they mark where a call begins.
            const body = chunk
              .replace(/\n./g, `,{"age":${Math.max(0, Date.now() - started)},`)
              .slice(1);
            let status!: number;
            let wait = 0;
            try {
              const response = await (send || fetch)(baseUrl + path, {
                method: 'POST',
                headers: { authorization: 'Bearer ' + apiKey, 'content-type': 'application/json' },
                body: type ? `{"calls":[${body}]}` : body,
                redirect: 'manual',
                signal: abort.signal,
              });
              attempt.code = 'http_' + (attempt.status = status = response.status);
              attempt.requestId = response.headers.get('x-request-id');
              wait = response.headers.get('retry-after') as never;
              wait = isNaN(wait) ? (new Date(wait) as never) - Date.now() : wait * 1e3;
              attempt.retryAfter = wait = wait > 0 ? wait : 0;
              Object.assign(attempt, await response.json());
            } catch (cause) {
              attempt.cause = cause;
            }
            clearTimeout(timer);

            // Status 0 is what a redirect becomes where fetch hides it, 207 a mixed answer.
            if (attempt.results || (status && status < 207)) {
              budget += (budget < 10 && 0.1) as number;
              attempt.results?.map((r) => r.error && ((r.index += first), refused.push(r)));
              break;
            }
            if (attempts > retries || (status < 500 && status != 429) || wait > 3e4 || budget < 1)
              throw attempt;
            budget--;
            await new Promise((r) => setTimeout(r, wait + 1e3 * attempts * Math.random()));
          }
        }
        if (refused[0]) throw { code: 'refused', refused };
      };

      const promise = deliver().catch((e) => {
        throw Object.assign(
          new TinyCRMError(e.detail || e.code || e),
          e.code ? e : { code: 'invalid_call', cause: e },
        );
      });
      const before = settled;
      settled = promise.catch(onError).then(
        () => before,
        () => before,
      );
      try {
        waitUntil?.(settled);
      } catch {
        // A host that does not wait is no reason for a call to fail.
      }
      return promise;
    };

    this.identify = (customer) => call('identify', [customer]);
    this.ping = (email) => call('ping', [{ email }]);
    this.identifyMany = (customers) => call('batch', customers, 'identify');
    this.flush = async () => settled;
  }
}
