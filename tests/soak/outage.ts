import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Check, Figures, Mutant, RunOptions } from './check.ts';
import { Ledger } from './ledger.ts';
import { verify } from './ledger-verify.ts';
import { Load } from './load.ts';
import { OutageWatch } from './outage-watch.ts';
import { Random } from './random.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';
import { createTenants, projectsOf } from './tenants.ts';

const WORKERS = 64;
/** All is normal again when nobody was refused for a second. So long may it take. */
const NORMAL_MS = 10_000;

/** Something that befalls the database or the way to it. Resolves when it is over. */
interface Outage {
  name: string;
  happen(): Promise<unknown>;
}

const mutants: Mutant[] = [
  {
    name: 'no call has a deadline',
    edge: {
      file: 'ingest/writing/store.ts',
      replace: [['return 2_500 + 15 * calls;', 'return 600_000 + calls;']],
    },
  },
  {
    name: 'a refusal does not say when to come again',
    edge: {
      file: '_shared/http/handler.ts',
      replace: [["{ headers: { 'retry-after': '1' } }", '{}']],
    },
  },
  {
    name: 'connections that died are kept',
    edge: {
      file: '_shared/database/pool.ts',
      replace: [['if (!open.delete(connection)) return;', 'return;']],
    },
  },
];

/** Freezes, cuts and slows what lies behind the Edge Function while callers wait. */
export const check: Check = {
  name: 'outage',
  promise:
    'With Postgres frozen, cut off or far away every caller is told so in time, and nothing acknowledged is lost.',
  mutants,
  run: (options) =>
    withSoakStack({ mutant: options.mutant, api: false }, (stack) => runOutages(stack, options)),
};

async function runOutages(stack: SoakStack, { size, seed, say }: RunOptions): Promise<Figures> {
  const admin = postgres(stack.adminUrl, { max: 1, onnotice() {} });
  const ledger = new Ledger();
  const watch = new OutageWatch();
  const projects = projectsOf(await createTenants(admin, 2, 4));
  const load = new Load({
    ...{ url: stack.edgeUrl, projects, ledger, seed, workers: WORKERS },
    onReply: watch.note,
  });
  const figures: Figures = {};
  try {
    load.start();
    for (const { name, happen } of outages(stack, admin, size, new Random(seed))) {
      load.generation++;
      await sleep(500);
      watch.take();
      const outage = { from: Date.now(), to: Infinity };
      ledger.outages.push(outage);
      await happen();
      const over = Date.now();
      const during = watch.take();
      outage.to = await untilNormal(watch, over);
      const after = watch.take();
      say(`${name}: ${during.answers} answers, ${during.refusals} of them 503`);
      figures[`${name}: answers`] = during.answers;
      figures[`${name}: 503`] = during.refusals;
      figures[`${name}: slowest ms`] = Math.max(during.slowestMs, after.slowestMs);
      figures[`${name}: past a deadline ms`] = Math.max(
        during.pastDeadlineMs,
        after.pastDeadlineMs,
      );
      figures[`${name}: normal after ms`] = Math.max(0, outage.to - over);
    }
    await load.stop();
    return { ...figures, ...(await verify(admin, ledger)), acknowledged_and_lost: 0 };
  } finally {
    await load.stop();
    load.close();
    await admin.end({ timeout: 1 });
  }
}

function outages(
  stack: SoakStack,
  admin: postgres.Sql,
  size: RunOptions['size'],
  random: Random,
): Outage[] {
  const isFull = size === 'full';
  const delays = isFull ? [10, 50, 200, 500, 1000, 2000] : [10, 1000, 2000];
  const slow = async (ms: number) => {
    stack.network.slow(ms);
    // Quick: as long as an answer takes there and back, and a second of them.
    await sleep(isFull ? 15_000 : Math.min(1_000 + 2 * ms, 3_000));
    stack.network.slow(0);
  };
  const repeat = async (strike: () => unknown) => {
    for (let i = isFull ? 50 : 5; i > 0; i--) {
      await strike();
      await sleep(50 + random.below(200));
    }
  };
  return [
    {
      name: 'frozen',
      async happen() {
        stack.postgres.freeze();
        // Longer than the latest deadline with its slack.
        await sleep(isFull ? 30_000 : 4_500);
        stack.postgres.resume();
      },
    },
    {
      name: 'backends ended',
      happen: () =>
        repeat(
          () =>
            admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ingest'`,
        ),
    },
    { name: 'connections cut', happen: () => repeat(stack.network.cut) },
    ...delays.map((ms) => ({ name: `${ms} ms each way`, happen: () => slow(ms) })),
  ];
}

/** Resolves with the time from which on nobody was refused, after a second of that. */
async function untilNormal(watch: OutageWatch, since: number): Promise<number> {
  const normal = () => Math.max(since, watch.lastRefusedSentAt);
  while (Date.now() < normal() + 1000) {
    assert.ok(
      normal() < since + NORMAL_MS,
      `Calls were still refused ${NORMAL_MS} ms after the end of the outage`,
    );
    await sleep(20);
  }
  return normal();
}
