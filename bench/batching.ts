import { setTimeout as sleep } from 'node:timers/promises';
import type { TinyCRM, TinyCRMError } from 'tinycrm-sdk';
import type { BatchingOptions } from 'tinycrm-sdk/batching';
import type { Bench } from './bench.ts';
import { person } from './people.ts';
import { ProcessWatch } from './processes.ts';
import { markdown } from './report.ts';
import { median, percentile } from './statistics.ts';

const RATES = [10, 100, 500];
const INTERVALS = [undefined, 10, 100];
const FUNCTION = 'edge function';

interface Result {
  requests: number;
  p50Ms: number;
  p99Ms: number;
  functionMs: number;
}

/**
 * What the SDK's batching is worth: the same calls, evenly so many a second, sent one by one and
 * with each interval, taking turns. Returns a table of medians.
 */
export async function studyBatching(
  bench: Bench,
  rounds: number,
  seconds: number,
): Promise<string> {
  const watch = new ProcessWatch({ [FUNCTION]: /functions\/ingest/ });
  const pairs = RATES.flatMap((rate) => INTERVALS.map((interval) => ({ rate, interval })));
  const variants = pairs.map((pair) => ({ ...pair, results: [] as Result[] }));
  for (const { interval } of variants) await run(bench, watch, 100, interval, 0.5);
  for (let round = 0; round < rounds; round++) {
    for (const { rate, interval, results } of variants) {
      results.push(await run(bench, watch, rate, interval, seconds));
    }
  }
  watch.stop();
  return markdown(
    ['calls a second', 'flushInterval', 'requests', 'p50 ms', 'p99 ms', 'CPU ms of the function'],
    variants.map(({ rate, interval, results }) => {
      const figure = (key: keyof Result, digits = 0) =>
        median(results.map((result) => result[key])).toFixed(digits);
      return [
        ...[String(rate), interval === undefined ? 'none' : String(interval)],
        ...[figure('requests'), figure('p50Ms', 1), figure('p99Ms', 1), figure('functionMs')],
      ];
    }),
  );
}

/** The calls of some seconds. Requests and CPU are for 1,000 calls. */
async function run(
  bench: Bench,
  watch: ProcessWatch,
  rate: number,
  flushInterval: number | undefined,
  seconds: number,
): Promise<Result> {
  let requests = 0;
  const failures: TinyCRMError[] = [];
  const crm = await client({
    apiKey: bench.tenant.projects[0]!.apiKey,
    baseUrl: bench.stack.edgeUrl,
    flushInterval,
    onError: (error) => failures.push(error),
    fetch: (...request) => {
      requests++;
      return fetch(...request);
    },
  });
  const latencies: number[] = [];
  const count = rate * seconds;
  const started = performance.now();
  const from = Date.now();
  for (let n = 0; n < count;) {
    const due = Math.min(count, ((performance.now() - started) / 1000) * rate);
    for (; n < due; n++) {
      const { email, name } = person(n % bench.customers);
      const sent = performance.now();
      const call = n % 2 ? crm.ping(email) : crm.identify({ email, name, params: { n } });
      void call.then(() => latencies.push(performance.now() - sent));
    }
    await sleep(1);
  }
  await crm.flush();
  const { [FUNCTION]: usage } = watch.between(from, Date.now());
  if (failures[0]) throw failures[0];
  latencies.sort((a, b) => a - b);
  return {
    requests: (requests / count) * 1000,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    functionMs: ((usage?.cores ?? NaN) / rate) * 1e6,
  };
}

/** As a product would make it. */
async function client(options: BatchingOptions): Promise<TinyCRM> {
  const entry =
    options.flushInterval === undefined ? import('tinycrm-sdk') : import('tinycrm-sdk/batching');
  return new (await entry).TinyCRM(options);
}
