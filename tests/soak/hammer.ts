import assert from 'node:assert/strict';
import type postgres from 'postgres';
import { connect, createProject, signUp } from '../founder.ts';
import { Acknowledged } from './hammer/acknowledged.ts';
import type { Check, Figures, RunOptions } from './check.ts';
import { readOften } from './hammer/dashboard-reader.ts';
import { sendPlan } from './hammer/send-plan.ts';
import { hammerMutants } from './hammer/mutants.ts';
import { planHammer, type HammerSize } from './hammer/plan.ts';
import { verifyHammer } from './hammer/verify.ts';
import { HttpClient } from './http-client.ts';
import { KeyRing } from './hammer/key-ring.ts';
import type { Micros } from './model.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';

interface Size extends HammerSize {
  rotations: number;
  edges: number;
  /** How often a call is sent again on 503. Not at all, unless the machine has other work to do. */
  repeats: number;
}

const SIZES: Record<RunOptions['size'], Size> = {
  quick: {
    ...{ singles: 3_000, batches: 300, batchSize: 20, newcomerRounds: 20 },
    ...{ emails: 50, rotations: 20, edges: 2, repeats: 5 },
  },
  full: {
    ...{ singles: 100_000, batches: 10_000, batchSize: 20, newcomerRounds: 200 },
    ...{ emails: 50, rotations: 400, edges: 2, repeats: 0 },
  },
};
const ACCOUNTS = 4;
const PROJECTS_EACH = 20;
const CONNECTIONS = 256;
const DAY = 86_400_000_000;

/** Everybody writes to the same few people at once, while keys are rotated and dashboards read. */
export const check: Check = {
  name: 'hammer',
  promise:
    '256 connections that write to the same people in 20 projects leave exactly the right rows, with every acknowledged param, and neither a deadlock nor a refused call.',
  mutants: hammerMutants,
  run({ size, seed, mutant }) {
    const sizes = SIZES[size];
    return withSoakStack({ mutant, edges: sizes.edges }, (stack) => run(stack, sizes, seed));
  },
};

async function run(stack: SoakStack, size: Size, seed: number): Promise<Figures> {
  const founders = [];
  for (let i = 0; i < ACCOUNTS; i++) founders.push(await signUp('hammer', stack));
  const keys = new KeyRing();
  const projects = [];
  for (const [account, founder] of founders.entries()) {
    for (let i = 0; i < PROJECTS_EACH; i++) {
      const project = await createProject(founder, `Product ${i + 1}`);
      keys.add(project, founder.client);
      projects.push({ id: project.id, account, accountId: founder.accountId });
    }
  }
  const admin = connect(stack.adminUrl);
  const clients = stack.edgeUrls.map(
    (url) => new HttpClient(url, CONNECTIONS / stack.edgeUrls.length),
  );
  try {
    await letDeadlocksCount(admin);
    const deadlocks = await countDeadlocks(admin);
    const from = await now(admin);
    const plan = planHammer(projects, size, from - 6 * DAY, seed);
    const acknowledged = new Acknowledged();
    const readers = founders.map((founder) => readOften(founder, acknowledged, seed));
    const start = performance.now();
    let reads = 0;
    const { rotations, repeats } = size;
    const { refused, repeated } = await sendPlan({
      ...{ plan, clients, connections: CONNECTIONS, keys, rotations, seed },
      ...{ acknowledged, repeats },
    }).finally(async () => (reads = await stopAll(readers)));
    const seconds = (performance.now() - start) / 1000;

    assert.deepEqual(deadlocksIn(stack), [], 'deadlocks in the log of Postgres');
    assert.deepEqual(refused, {}, `answers other than 200; groups failed for ${reasonsIn(stack)}`);
    if (repeats === 0) {
      assert.deepEqual(reasonsIn(stack), [], 'why groups failed and were written one by one');
    }
    const to = await now(admin);
    const rows = await verifyHammer(admin, projects, plan, acknowledged, [from, to]);
    // A connection tells the counter what it met when it has been idle for long, or ends.
    for (const edge of stack.edges) await edge.kill();
    assert.equal(await countDeadlocks(admin), deadlocks, "Postgres's counter of deadlocks");
    const calls = plan.flat().length;
    return {
      ...{ requests: plan.length, calls, ...rows, rotations: keys.rotations },
      reads,
      sent_again: repeated,
      deadlocks: 0,
      calls_per_second: Math.round(calls / seconds),
    };
  } finally {
    for (const client of clients) client.close();
    await admin.end();
  }
}

/** Resolves with the number of reads, when none of the readers reads anymore. */
async function stopAll(readers: { stop(): Promise<number> }[]): Promise<number> {
  const ends = await Promise.allSettled(readers.map((reader) => reader.stop()));
  return ends.reduce((reads, end) => {
    if (end.status === 'rejected') throw end.reason;
    return reads + end.value;
  }, 0);
}

/** Postgres looks for deadlocks only after a second, and a wait for a lock ends hardly later. */
async function letDeadlocksCount(admin: postgres.Sql): Promise<void> {
  await admin`alter system set deadlock_timeout = '100ms'`;
  await admin`select pg_reload_conf()`;
}

function deadlocksIn({ postgres }: SoakStack): string[] {
  return postgres.lines.filter((line) => line.includes('deadlock detected')).slice(0, 3);
}

/** Why groups failed, as the Edge Functions logged it. */
function reasonsIn({ edges }: SoakStack): string[] {
  const reasons = edges
    .flatMap(({ lines }) => lines)
    .map((line) => /"reason":"([^"]*)"/.exec(line)?.[1])
    .filter((reason) => reason !== undefined);
  return [...new Set(reasons)];
}

async function countDeadlocks(admin: postgres.Sql): Promise<number> {
  const [row] = await admin`
    select deadlocks::int from pg_stat_database where datname = current_database()`;
  return row!.deadlocks;
}

async function now(admin: postgres.Sql): Promise<Micros> {
  const [row] = await admin`
    select (extract(epoch from clock_timestamp()) * 1000000)::float8 as now`;
  return row!.now;
}
