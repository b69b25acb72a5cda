import { TinyCRMError } from './error.ts';
import { createSend, type Send } from './send.ts';
import type { Customer, Json, Options, Params } from './types.ts';

declare const process: { env: { TINYCRM_URL?: string; TINYCRM_REGION?: string } };

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
  constructor(keyOrOptions?: string | Options);
  /** @internal */
  constructor(keyOrOptions?: string | Options, wrap?: (send: Send) => Send);
  constructor(keyOrOptions?: string | Options, wrap = (send: Send) => send) {
    // A key has no options of its own, and options without a key have none that could be sent.
    const options = { apiKey: keyOrOptions, ...(keyOrOptions as object) } as Options;
    try {
      const { env } = process;
      options.baseUrl ||= env.TINYCRM_URL;
      options.region ||= env.TINYCRM_REGION;
    } catch {
      // There is no `process`, or no permission to read the environment (Deno).
    }
    const send = wrap(createSend(options));
    let settled: Promise<void> | undefined;

    const call = (path: string, customers: Iterable<Customer<P>>, type?: string): Promise<void> => {
      const started = Date.now();
      // Written in an async function, as what the caller's own arguments throw fails the call, too.
      const sent = (async () =>
        send(
          path,
          [...customers].map((customer) => {
            // Field by field: whatever else the caller's objects hold stays there.
            const json = JSON.stringify({
              age: 0,
              type,
              email: customer.email,
              name: customer.name,
              status: customer.status,
              params: customer.params,
            });
            // By the wall clock: a monotonic one stands still while a serverless host is frozen.
            return () => json.replace('0', '' + Math.max(0, Date.now() - started));
          }),
        ))();
      const promise = sent.catch((reason) => {
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
