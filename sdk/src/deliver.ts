import { attempt, type Attempt } from './attempt.ts';
import type { Retry } from './retry.ts';
import type { Refused } from './error.ts';
import type { Customer, Options } from './types.ts';

/** The most calls in a request. */
const MAX_CALLS = 500;
/** A body is up to 500 KB, a call up to 32 KB, and a character of JSON text up to 3 bytes. */
const MAX_CHARACTERS = 15e4;

/**
 * Sends calls until they are stored: one call to its route, or, each with its `type`, any number to
 * /batch. Rejects with the attempt that failed for good, or with those that were refused.
 */
export async function deliver<P>(
  customers: Iterable<Customer<P>>,
  url: string,
  type: string | undefined,
  options: Options,
  retry: Retry,
): Promise<void> {
  const started = Date.now();
  // Field by field: whatever else the caller's objects hold stays there. The age comes first.
  const calls = [...customers].map((customer) =>
    JSON.stringify({
      type,
      email: customer.email ?? '',
      name: customer.name,
      status: customer.status,
      params: customer.params,
    }).slice(1),
  );
  const refused: Refused[] = [];

  for (let first = 0, end = 0; (options.enabled ?? true) && calls[end]; first = end) {
    // Anything else might not be a header, and the runtime's error would quote it.
    if (!/^tcrm_\w+$/.test(options.apiKey!))
      throw { code: 'missing_api_key', detail: 'Is TINYCRM_KEY set?' };
    for (let size = 0; calls[end] && end - first < MAX_CALLS && size < MAX_CHARACTERS;)
      size += calls[end++]!.length;

    let attempts = 0;
    let result: Attempt;
    do {
      const body = calls
        .slice(first, end)
        // By the wall clock: a monotonic one stands still while a serverless host is frozen.
        .map((call) => `{"age":${Math.max(0, Date.now() - started)},` + call);
      result = await attempt(url, type ? `{"calls":[${body}]}` : body[0]!, options);
    } while (await retry(result, ++attempts));

    result.results?.map((one) => one.error && ((one.index += first), refused.push(one)));
  }
  if (refused[0]) throw { code: 'refused', refused };
}
