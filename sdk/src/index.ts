import type { Customer, Fetch, Json, Options, Params, Refused } from './types.ts';

export type { Customer, Fetch, Json, Options, Params, Refused, Status } from './types.ts';

// Declared here, so that neither this file nor its types need the typings of DOM or Node.
declare const fetch: Fetch;
declare const process: { env: { TINYCRM_URL?: string } };
declare function setTimeout(callback: (value?: unknown) => unknown, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare class AbortController {
  signal: { aborted: boolean };
  abort(): void;
}

/** The only thing that a call rejects with. */
export class TinyCRMError extends Error {
  /**
   * What went wrong, in a word that stays: `missing_api_key`, `invalid_request` (the arguments are
   * not JSON), `timeout`, `network_error`, `partly_refused`, a code of the API such as
   * `unauthorized`, or `http_` and the status when something else than the API answered.
   */
  declare readonly code: string;
  /** The HTTP status, when there was an answer. */
  declare readonly status?: number;
  /** The answer's `x-request-id`. */
  declare readonly requestId?: string | null;
  /** Milliseconds that the API asked to wait. */
  declare readonly retryAfter?: number;
  /** How often the request was sent. */
  declare readonly attempts?: number;
  /** With `partly_refused`, those of the list that were refused. All others are stored. */
  declare readonly refused?: Refused[];
  /** What was thrown below. */
  declare readonly cause?: unknown;

  constructor(fields: { code: string; detail?: string }) {
    super(fields.detail || fields.code);
    Object.assign(this, { name: 'TinyCRMError' }, fields);
  }
}

/** What is known of one attempt: the fields of the error that it may become. */
interface Attempt {
  attempts: number;
  code?: string;
  detail?: string;
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
    let {
      // eslint-disable-next-line prefer-const
      apiKey = options,
      baseUrl,
      // eslint-disable-next-line prefer-const
      timeout = 3000,
      // eslint-disable-next-line prefer-const
      retries = 2,
      // eslint-disable-next-line prefer-const
      enabled = true,
      // eslint-disable-next-line prefer-const
      onError,
      // eslint-disable-next-line prefer-const
      waitUntil,
      // eslint-disable-next-line prefer-const
      fetch: send,
    } = Object(options) as Options;
    try {
      baseUrl ||= process.env.TINYCRM_URL;
    } catch {
      // No `process` here, or no permission to read the environment (Deno).
    }
    baseUrl = `${baseUrl || 'https://app.tinycrm.dev/v1'}`.replace(/\/$/, '');

    // A retry costs one, a success brings back a tenth: a long outage is not made worse by retries.
    let budget = 10;
    let settled: Promise<void> | undefined;

    const deliver = async (path: string, customers: Iterable<Customer<P>>, type?: string) => {
      if (!enabled) return;
      // Anything else could not be a header, and the runtime's error would quote it.
      if (!/^tcrm_\w+$/.test(apiKey as string)) throw { code: 'missing_api_key' };
      const started = Date.now();
      const calls = Array.from(customers, (c) =>
        JSON.stringify({ type, email: c.email, name: c.name, status: c.status, params: c.params }),
      );
      const refused: Refused[] = [];

      for (let first = 0, end = 0; calls[end]; first = end) {
        // JSON has no raw line breaks, so one before each call marks where its age goes. The size is
        // in UTF-16 units of up to 3 bytes; the API takes 500 KB.
        let chunk = '';
        while (calls[end] && end - first < 500 && chunk.length < 15e4) chunk += '\n' + calls[end++];

        for (let attempts = 1; ; attempts++) {
          const attempt: Attempt = { attempts };
          const abort = new AbortController();
          const timer = setTimeout(() => abort.abort(), timeout);
          // By the wall clock: a monotonic one stands still while a serverless host is frozen.
          const age = Math.max(0, Date.now() - started);
          const body = chunk.replace(/\n./g, `,{"age":${age},`).slice(1);
          try {
            const response = await (send || fetch)(baseUrl + path, {
              method: 'POST',
              headers: { authorization: 'Bearer ' + apiKey, 'content-type': 'application/json' },
              body: type ? `{"calls":[${body}]}` : body,
              redirect: 'manual',
              signal: abort.signal,
            });
            attempt.code = 'http_' + (attempt.status = response.status);
            attempt.requestId = response.headers.get('x-request-id');
            const header = response.headers.get('retry-after') as string & number;
            attempt.retryAfter =
              Math.max(0, isNaN(header) ? Date.parse(header) - Date.now() : header * 1e3) || 0;
            Object.assign(attempt, await response.json());
          } catch (cause) {
            attempt.cause = cause;
            attempt.code ||= abort.signal.aborted ? 'timeout' : 'network_error';
          }
          clearTimeout(timer);

          const { results, retryAfter = 0, status = 600 } = attempt;
          if (results || (status < 300 && status != 207)) {
            if (budget < 10) budget += 0.1;
            results?.map((r) => r.error && ((r.index += first), refused.push(r)));
            break;
          }
          if (
            attempts > retries ||
            (status < 500 && status != 429) ||
            retryAfter > 3e4 ||
            budget < 1
          )
            throw attempt;
          budget--;
          await new Promise((resolve) =>
            setTimeout(resolve, retryAfter + 1e3 * attempts * Math.random()),
          );
        }
      }
      if (refused[0]) throw { code: 'partly_refused', refused };
    };

    const call = (path: string, customers: Iterable<Customer<P>>, type?: string) => {
      const promise = deliver(path, customers, type).catch((cause) => {
        throw new TinyCRMError(cause.code ? cause : { code: 'invalid_request', cause });
      });
      const before = settled;
      settled = promise
        .catch(onError)
        .catch(() => {})
        .then(() => before);
      try {
        waitUntil?.(settled);
      } catch {
        // A host that does not wait is no reason for a call to fail.
      }
      return promise;
    };

    this.identify = (customer) => call('/identify', [customer]);
    this.ping = (email) => call('/ping', [{ email }]);
    this.identifyMany = (customers) => call('/batch', customers, 'identify');
    this.flush = async () => settled;
  }
}
