import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { connect } from '../founder.ts';
import type { Check, Figures, RunOptions } from './check.ts';
import { HttpClient } from './http-client.ts';
import { Random } from './random.ts';
import { KeyCallers, type Sent } from './revocation/key-callers.ts';
import { revocationMutants } from './revocation/mutants.ts';
import { databaseTime, installWitness, readWitness, type Ended } from './revocation/witness.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';
import { actAs, createTenants, type Tenant } from './tenants.ts';

interface Size {
  keys: number;
  edges: number;
  /** How many keys are in use at once. */
  lanes: number;
}

const SIZES: Record<RunOptions['size'], Size> = {
  quick: { keys: 30, edges: 2, lanes: 5 },
  full: { keys: 1_000, edges: 4, lanes: 8 },
};
/** A key ends at any time up to this after its first calls were accepted. */
const USED_MS = 60;

/** Keys end under load: three of four are revoked, the fourth is replaced without grace. */
export const check: Check = {
  name: 'revocation',
  promise:
    'No call is written in a transaction that began after the revoke of its key was committed, on any Edge Function.',
  mutants: revocationMutants,
  run({ size, seed, mutant }) {
    const { edges } = SIZES[size];
    return withSoakStack({ mutant, edges, api: false }, (stack) => run(stack, SIZES[size], seed));
  },
};

async function run(stack: SoakStack, size: Size, seed: number): Promise<Figures> {
  const admin = connect(stack.adminUrl, size.lanes);
  const clients = stack.edgeUrls.map((url) => new HttpClient(url, 64));
  const random = new Random(seed);
  try {
    await installWitness(admin);
    const [tenant] = await createTenants(admin, 1, 1);
    const { apiKey } = tenant!.projects[0]!;
    // A key that lives: its calls share groups with those of the others.
    const living = new KeyCallers(clients, 0, apiKey, random);
    const ended: Ended[] = [];
    const keys = Array.from({ length: size.keys }, (_, i) => i + 1).values();
    const after: Sent[] = [];
    await Promise.all(
      Array.from({ length: size.lanes }, async () => {
        for (const key of keys) after.push(...(await endKey(key)));
      }),
    );
    await living.stop();

    const { before } = living.split(Infinity);
    assert.deepEqual(statusesOf(before), [200], 'answers to the key that lives');
    const { writes, late, keys: used, latest_ms } = await readWitness(admin, ended);
    assert.equal(late, 0, `writes that began after the end of their key, up to ${latest_ms} ms`);
    assert.equal(used, size.keys, 'keys that wrote something');
    assert.deepEqual(statusesOf(after), [401], 'answers to calls sent after the end of their key');
    return {
      keys_ended: ended.length,
      writes_with_them: writes,
      calls_of_a_living_key: before.length,
      calls_sent_after_the_end: after.length,
      writes_begun_after_the_end: late,
      latest_write_began_ms_before_the_end: Math.round(-latest_ms * 1000) / 1000,
    };

    /** One key from its making to its end. Resolves with what was sent after the end. */
    async function endKey(key: number): Promise<Sent[]> {
      const made = await makeKey(admin, tenant!);
      const callers = new KeyCallers(clients, key, made.apiKey, random);
      await callers.answered(clients.length, { accepted: true });
      await sleep(random.below(USED_MS));
      const endedBy = await end(admin, tenant!, made.id, key % 4 === 0);
      const moment = performance.now();
      ended.push({ key, endedBy });
      await callers.answered(2 * clients.length, { since: moment });
      await callers.stop();

      const { before, after } = callers.split(moment);
      const others = statusesOf(before).filter((status) => ![200, 207, 401].includes(status));
      assert.deepEqual(others, [], `answers to key ${key}`);
      return after;
    }
  } finally {
    for (const client of clients) client.close();
    await admin.end();
  }
}

async function makeKey(admin: postgres.Sql, { userId, projects }: Tenant) {
  const [key] = await actAs(
    admin,
    userId,
    (sql) => sql`select id, api_key from public.create_api_key(${projects[0]!.id})`,
  );
  return { id: key!.id as string, apiKey: key!.api_key as string };
}

/** Revokes a key, or replaces it without grace. Resolves with a time that its commit came before. */
async function end(
  admin: postgres.Sql,
  { userId }: Tenant,
  keyId: string,
  replace: boolean,
): Promise<string> {
  await actAs(admin, userId, (sql) =>
    replace
      ? sql`select public.rotate_api_key(${keyId}, 0)`
      : sql`select public.revoke_api_key(${keyId})`,
  );
  return databaseTime(admin);
}

function statusesOf(sent: { status: number }[]): number[] {
  return [...new Set(sent.map(({ status }) => status))].sort();
}
