import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Figures, RunOptions } from './check.ts';
import { Ledger } from './ledger.ts';
import { verify, type Verdict } from './ledger-verify.ts';
import { Load } from './load.ts';
import { Random } from './random.ts';
import type { SoakStack } from './soak-stack.ts';
import { createTenants, projectsOf } from './tenants.ts';
import { untilAcknowledged } from './until-acknowledged.ts';

const KILLS_BETWEEN_VERIFICATIONS = 20;

export interface Crash {
  /** Kills it in the middle of its work, and starts it again as a supervisor would. */
  killAndRestart(admin: postgres.Sql, random: Random): Promise<void>;
  kills: number;
  workers: number;
}

/** Loads a stack and kills a part of it again and again, at random moments. */
export async function runCrashRounds(
  stack: SoakStack,
  { killAndRestart, kills, workers }: Crash,
  { seed, say }: RunOptions,
): Promise<Figures> {
  const random = new Random(seed);
  const ledger = new Ledger();
  const backMs: number[] = [];
  let verdict: Verdict | undefined;
  const begin = performance.now();
  // A connection that dies while it fetches types fails where nobody can catch it.
  const admin = postgres(stack.adminUrl, { max: 2, fetch_types: false, onnotice() {} });
  const projects = projectsOf(await createTenants(admin, 2, 4));
  const load = new Load({ url: stack.edgeUrl, projects, ledger, seed, workers });

  try {
    load.start();
    for (let kill = 1; kill <= kills; kill++) {
      load.generation = kill;
      await sleep(200 + random.below(1000));
      const outage = { from: Date.now(), to: Infinity };
      ledger.outages.push(outage);
      await killAndRestart(admin, random);
      const restarted = Date.now();
      await untilAcknowledged(ledger, restarted);
      outage.to = Date.now();
      backMs.push(outage.to - restarted);

      if (kill % KILLS_BETWEEN_VERIFICATIONS !== 0 && kill !== kills) continue;
      await load.stop();
      verdict = await verify(admin, ledger);
      say(`${kill} kills, ${ledger.acknowledged} calls acknowledged, none lost`);
      if (kill < kills) load.start();
    }
  } finally {
    await load.stop();
    load.close();
    await admin.end({ timeout: 1 });
  }
  return {
    kills,
    calls_sent: ledger.calls.length,
    ...verdict,
    acknowledged_and_lost: 0,
    half_applied: 0,
    loss_per_kill_95_percent_bound: `${(100 * boundOfLoss(kills)).toFixed(2)} %`,
    acknowledged_again_ms_at_most: Math.max(...backMs),
    seconds: Math.round((performance.now() - begin) / 1000),
  };
}

/** The largest chance of a loss per kill that still shows none in so many kills 1 time in 20. */
function boundOfLoss(kills: number): number {
  return 1 - 0.05 ** (1 / kills);
}
