import assert from 'node:assert/strict';
import { connect } from '../founder.ts';
import type { Check, Figures, RunOptions } from './check.ts';
import { offerLoad } from './overload/offer-load.ts';
import { refusals } from './overload/stream.ts';
import { withSoakStack } from './soak-stack.ts';
import { createTenants, projectsOf } from './tenants.ts';
import { Abuse } from './worst-account/abuse.ts';

/** As in overload.ts: some 450 calls a second can be written. */
const NETWORK_MS = 200;
const PROJECTS = 40;
const KEYS = 200;
/**
 * Calls a second. At quick size the other account sends so few that its share is in time even while
 * groups are slow, as on a small or busy machine.
 */
const SIZES = {
  quick: { seconds: 3, modest: 10, flood: 1_800 },
  full: { seconds: 20, modest: 50, flood: 4_500 },
};

/** One account does all its worst at once while another works. */
export const check: Check = {
  name: 'worst-account',
  promise:
    'One account with 40 projects and 200 keys that floods, guesses keys, sends wrong deliveries, unfinished bodies, odd names and invitations, all at once, costs another no call and at most twice the time.',
  mutants: [
    {
      name: 'each key is an owner, as if it had an account of its own',
      edge: {
        file: 'ingest/limits/project-limits.ts',
        replace: [['account: accountId, project', 'account: keyHash, project']],
      },
    },
  ],
  run: measure,
};

function measure({ size, mutant, say }: RunOptions): Promise<Figures> {
  return withSoakStack({ mutant, api: false, durable: true, receives: true }, async (stack) => {
    const admin = connect(stack.adminUrl, 4);
    const { seconds, modest: rate, flood: floodRate } = SIZES[size];
    try {
      const [other] = await createTenants(admin, 1, 1);
      const [worst] = await createTenants(admin, 1, PROJECTS);
      const abuse = await Abuse.of(worst!, { ...stack, admin, keys: KEYS });
      const apiKeys = projectsOf([other!]).map(({ apiKey }) => apiKey);
      const modest = (name: string, after = 0, length = seconds) =>
        offerLoad(stack.edgeUrl, { name, apiKeys, rate, sockets: 100 }, { seconds: length, after });
      stack.network.slow(NETWORK_MS);
      await modest('warm', 0, 1);

      const alone = await modest('alone');
      const abusing = abuse.start();
      const [flood, together] = await Promise.all([
        offerLoad(
          stack.edgeUrl,
          { name: 'flood', apiKeys: abuse.apiKeys, rate: floodRate, sockets: 1_200 },
          { seconds: seconds + 3 },
        ),
        modest('together', 2),
      ]);
      const abused = await abuse.stop();
      await abusing;

      const ratio = together.acceptedMs.p99 / alone.acceptedMs.p99;
      const figures = {
        ...abused,
        'flood accepted': flood.accepted,
        'flood refused': flood.shed,
        'alone, p99 ms': alone.acceptedMs.p99,
        'together, p99 ms': together.acceptedMs.p99,
        'p99 ratio': Math.round(ratio * 100) / 100,
      };
      say(JSON.stringify(figures));
      for (const [kind, count] of Object.entries(abused)) assert.ok(count > 0, `no ${kind}`);
      assert.ok(flood.shed > flood.accepted, `only ${flood.shed} calls of the flood were refused`);
      assert.deepEqual(refusals(alone), {}, 'calls of the other account refused while it is alone');
      assert.deepEqual(refusals(together), {}, 'calls of the other account refused');
      // A few seconds say little of a p99.
      if (size === 'full') assert.ok(ratio <= 2, `p99 of the other account is ${ratio} times`);
      return figures;
    } finally {
      await admin.end();
    }
  });
}
