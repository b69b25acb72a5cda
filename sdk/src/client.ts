import { deliver } from './deliver.ts';
import { TinyCRMError } from './error.ts';
import { createRetry } from './retry.ts';
import type { Customer, Json, Options, Params } from './types.ts';

declare const process: { env: { TINYCRM_URL?: string } };

/** Tells TinyCRM about the customers of one project. A call that nobody awaits never throws. */
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
  constructor(keyOrOptions?: string | Options) {
    // A key has no options of its own, and options without a key have none that could be sent.
    const options = { apiKey: keyOrOptions, ...(keyOrOptions as object) } as Options;
    let baseUrl = options.baseUrl;
    try {
      baseUrl ||= process.env.TINYCRM_URL;
    } catch {
      // There is no `process`, or no permission to read the environment (Deno).
    }
    baseUrl = `${baseUrl || 'https://app.tinycrm.dev/v1'}`.replace(/\/?$/, '/');
    const retry = createRetry(options.retries);
    let settled: Promise<void> | undefined;

    const call = (path: string, customers: Iterable<Customer<P>>, type?: string): Promise<void> => {
      const promise = deliver(customers, baseUrl + path, type, options, retry).catch((reason) => {
        // What has no code was thrown by the caller's own arguments.
        throw Object.assign(
          new TinyCRMError(reason.detail || reason.code || reason),
          reason.code ? reason : { code: 'invalid_call', cause: reason },
        );
      });
      const before = settled;
      settled = promise.catch(options.onError).then(
        () => before,
        () => before,
      );
      try {
        options.waitUntil?.(settled);
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
