import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { Processes } from '../../local/processes.ts';
import type { Check, Figures, Mutant, RunOptions } from './check.ts';
import { killTree } from './process-tree.ts';
import { Random } from './random.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';
import { actAs, createTenants } from './tenants.ts';
import { Receiver } from './webhooks/receiver.ts';

const SECRET = 'the secret of the soak, 32 characters and more';
const DELIVERER = fileURLToPath(new URL('./webhooks/deliverer.ts', import.meta.url));
const GROUP = 20;
/** Longer than the next takes, on any machine. */
const PATIENCE_MS = 30_000;

const mutants: Mutant[] = [
  {
    name: 'what is claimed is never due again',
    sql: {
      function: 'notifications.claim_webhooks',
      replace: [
        ['is_claimed = true, next_at = now() + v_lease', 'is_claimed = true, next_at = null'],
      ],
    },
  },
  {
    name: 'each attempt has an id of its own',
    sql: {
      function: 'notifications.claim_webhooks',
      replace: [['c.id, c.event_id,', 'c.id, gen_random_uuid(),']],
    },
  },
];

/** Kills the deliverer and every process of Postgres in turn while people come and pay. */
export const check: Check = {
  name: 'webhooks',
  promise:
    'SIGKILL of the deliverer and of the whole Postgres loses no webhook, and one that comes twice has the same id.',
  mutants,
  run: (options) =>
    withSoakStack({ durable: true, mutant: options.mutant, api: false }, (stack) =>
      run(stack, options),
    ),
};

async function run(stack: SoakStack, { size, seed, say }: RunOptions): Promise<Figures> {
  const people = size === 'full' ? 10_000 : 150;
  const kills = size === 'full' ? 60 : 4;
  const random = new Random(seed);
  // Every tenth is refused or gets no answer: those come again as well.
  const receiver = await Receiver.start(() => random.chance(0.1));
  const admin = postgres(stack.adminUrl, { max: 3, fetch_types: false, onnotice() {} });
  const processes = new Processes({ log() {}, onCrash() {} });
  const startDeliverer = () =>
    processes.launch({
      name: 'Deliverer',
      command: process.execPath,
      args: [DELIVERER, stack.dbUrl, SECRET],
    });
  const begin = performance.now();
  try {
    const keyHash = await setUp(admin, receiver.url);
    let deliverer = await startDeliverer();
    const load = identifyAll(admin, keyHash, people, size === 'full' ? 150 : 60);

    for (let kill = 1; kill <= kills; kill++) {
      await sleep(size === 'full' ? 1000 + random.below(4000) : 100 + random.below(300));
      if (kill % 2) {
        // In the middle of its work, as long as there is any.
        const before = receiver.requests;
        for (let i = 0; i < 200 && receiver.requests === before; i++) await sleep(10);
        deliverer.stopping = true;
        await killTree(deliverer.pid);
        await deliverer.ended;
        deliverer = await startDeliverer();
      } else {
        await stack.postgres.kill();
        await stack.postgres.start();
      }
      await passTime(admin);
      if (kill % 10 === 0) say(`${kill} kills, ${receiver.requests} requests`);
    }
    await load;
    // What was lost with a deliverer comes as soon as its time is over, which need not be waited for.
    let last = { requests: receiver.requests, at: Date.now() };
    while (await isWaiting(admin)) {
      await sleep(200);
      if (receiver.requests > last.requests) {
        last = { requests: receiver.requests, at: Date.now() };
        continue;
      }
      assert.ok(
        Date.now() < last.at + PATIENCE_MS,
        `webhooks waited ${PATIENCE_MS} ms, and none came`,
      );
      await passTime(admin);
    }
    return {
      ...verify(receiver, people),
      kills,
      requests: receiver.requests,
      lost: 0,
      doubles_under_another_id: 0,
      seconds: Math.round((performance.now() - begin) / 1000),
    };
  } finally {
    await processes.stopAll();
    await admin.end({ timeout: 1 });
    receiver.close();
  }
}

/** An account with one webhook. Resolves with the hash of its key. */
async function setUp(admin: postgres.Sql, url: string): Promise<string> {
  await admin`select private.set_cron_secret(${SECRET})`;
  const [tenant] = await createTenants(admin, 1, 1);
  const { accountId, userId, projects } = tenant!;
  await actAs(
    admin,
    userId,
    (sql) => sql`
      select from public.create_webhook(
        ${accountId}, ${url}, '{customer.created,customer.status_changed}'::text[])`,
  );
  return createHash('sha256').update(projects[0]!.apiKey).digest('hex');
}

/** Each person comes, and then pays: each group until the database has said that it is written. */
async function identifyAll(
  admin: postgres.Sql,
  keyHash: string,
  people: number,
  pauseMs: number,
): Promise<void> {
  for (let first = 0; first < people; first += GROUP) {
    for (const status of ['trial', 'paid']) {
      const calls = Array.from({ length: Math.min(GROUP, people - first) }, (_, i) => ({
        ...{ key_hash: keyHash, email: `${first + i}@example.com`, status },
      }));
      await sleep(pauseMs);
      await untilWritten(
        () => admin`select from ingest.identify(${JSON.stringify(calls)}::text::jsonb)`,
      );
    }
  }
}

async function untilWritten(write: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      return void (await write());
    } catch {
      await sleep(20);
    }
  }
}

/** What waits for its next attempt, or was lost with its deliverer, is due. */
async function passTime(admin: postgres.Sql): Promise<void> {
  await untilWritten(
    () => admin`
      update private.webhook_deliveries set next_at = now(), attempts = least(attempts, 1)
      where next_at > now()`,
  );
}

async function isWaiting(admin: postgres.Sql): Promise<boolean> {
  const [row] = await admin`
    select exists (select from private.webhook_events)
      or exists (select from private.webhook_deliveries where next_at is not null) as is_waiting`;
  return row!.is_waiting as boolean;
}

function verify({ taken }: Receiver, people: number): Figures {
  const events = Array.from({ length: people }, (_, i) => [
    `customer.created ${i}@example.com`,
    `customer.status_changed ${i}@example.com`,
  ]).flat();
  const lost = events.filter((event) => !taken.has(event));
  assert.deepEqual(lost.slice(0, 10), [], `${lost.length} webhooks were lost`);
  const doubled = events.filter((event) => taken.get(event)!.ids.size > 1);
  assert.deepEqual(doubled.slice(0, 10), [], `${doubled.length} webhooks came under two ids`);
  assert.equal(taken.size, events.length, 'webhooks of nothing that happened');
  const again = events.reduce((sum, event) => sum + taken.get(event)!.times - 1, 0);
  return { events: events.length, doubles_under_the_same_id: again };
}
