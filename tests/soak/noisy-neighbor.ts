import assert from 'node:assert/strict';
import { connect } from '../founder.ts';
import type { Check, Figures, RunOptions } from './check.ts';
import { noisyNeighborMutants } from './overload/mutants.ts';
import { offerLoad } from './overload/offer-load.ts';
import { refusals } from './overload/stream.ts';
import { withSoakStack } from './soak-stack.ts';
import { createTenants, projectsOf } from './tenants.ts';

/** As in overload.ts: some 450 calls a second can be written. */
const NETWORK_MS = 200;
const NEIGHBORS = 19;
/** Of all neighbors together. */
const MODEST = NEIGHBORS * 5;
/**
 * Calls of the noise a second, and from how many projects. At quick size these are so many that the share
 * of each, if each were an owner, would be less than a neighbor's calls.
 */
const SIZES = {
  quick: { seconds: 4, noise: 1_800, noisyProjects: 200 },
  full: { seconds: 20, noise: 4_500, noisyProjects: 40 },
};

/** One of twenty accounts sends ten times as much as the function can write, from all of its projects. */
export const check: Check = {
  name: 'noisy-neighbor',
  promise:
    'One account that sends ten times the capacity, from 40 projects or more, costs 19 others no call and at most twice the time, with and without a rate limit.',
  mutants: noisyNeighborMutants,
  async run(options) {
    if (options.size === 'quick') return measure(options, 'unlimited', 0);
    const unlimited = await measure(options, 'unlimited', 0);
    return { ...unlimited, ...(await measure(options, 'limited', 50)) };
  },
};

async function measure(
  { size, mutant, say }: RunOptions,
  name: string,
  callsPerSecond: number,
): Promise<Figures> {
  const settings = { INGEST_CALLS_PER_SECOND: String(callsPerSecond) };
  return withSoakStack({ mutant, api: false, durable: true, settings }, async (stack) => {
    const admin = connect(stack.adminUrl);
    const keysOf = async (accounts: number, projectsEach: number) =>
      projectsOf(await createTenants(admin, accounts, projectsEach)).map(({ apiKey }) => apiKey);
    const apiKeys = await keysOf(NEIGHBORS, 1);
    const { seconds, noise: rate, noisyProjects } = SIZES[size];
    const noisyKeys = await keysOf(1, noisyProjects);
    await admin.end();
    const modest = (name: string, after = 0, length = seconds) =>
      offerLoad(
        stack.edgeUrl,
        { name, apiKeys, rate: MODEST, sockets: 200 },
        { seconds: length, after },
      );
    stack.network.slow(NETWORK_MS);
    await modest('warm', 0, 1);

    const alone = await modest('alone');
    // The noise is there before and after.
    const [noise, together] = await Promise.all([
      offerLoad(
        stack.edgeUrl,
        { name: 'noise', apiKeys: noisyKeys, rate, sockets: 1_200 },
        { seconds: seconds + 3 },
      ),
      modest('together', 2),
    ]);

    const figures = {
      [`${name}_noise_accepted_per_second`]: Math.round(noise.accepted / (seconds + 3)),
      [`${name}_noise_refused`]: noise.shed,
      [`${name}_alone_p50_ms`]: alone.acceptedMs.p50,
      [`${name}_alone_p99_ms`]: alone.acceptedMs.p99,
      [`${name}_together_p50_ms`]: together.acceptedMs.p50,
      [`${name}_together_p99_ms`]: together.acceptedMs.p99,
    };
    say(JSON.stringify(figures));
    assert.ok(noise.shed > noise.accepted, `only ${noise.shed} calls of the noise were refused`);
    assert.equal(noise.withoutRetryAfter, 0, 'refusals without Retry-After');
    assert.deepEqual(refusals(alone), {}, 'calls of the neighbors refused without any noise');
    assert.deepEqual(refusals(together), {}, 'calls of the neighbors refused for the noise');
    if (size === 'full') {
      for (const quantile of ['p50', 'p99'] as const) {
        const ratio = together.acceptedMs[quantile] / alone.acceptedMs[quantile];
        assert.ok(ratio <= 2, `${name}: ${quantile} of the neighbors is ${ratio} times as long`);
        figures[`${name}_${quantile}_ratio`] = Math.round(ratio * 100) / 100;
      }
    }
    return figures;
  });
}
