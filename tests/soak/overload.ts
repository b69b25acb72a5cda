import assert from 'node:assert/strict';
import type postgres from 'postgres';
import { connect } from '../founder.ts';
import type { Check } from './check.ts';
import { peakMemoryMb } from './overload/edge-memory.ts';
import { overloadMutants } from './overload/mutants.ts';
import { offerLoad } from './overload/offer-load.ts';
import { emailOf, goodput, quantiles, type StreamResult } from './overload/stream.ts';
import { withSoakStack } from './soak-stack.ts';
import { createTenants } from './tenants.ts';

/**
 * One machine cannot make ten times the load that it can take. So the network before Postgres is
 * slow here, and the function takes some 450 calls a second: two transactions of 100 calls in 0.44 s.
 */
const NETWORK_MS = 200;
const PROJECTS = 20;
/** As many as wait to be written, and are being refused. Each costs Deno 16 KB. */
const SOCKETS = 1_200;
const FEW_SOCKETS = 500;
/** `late`: the part of the offered calls that may be let in and not written in time. */
const QUICK = { rate: 2_000, overloadS: 4, recoveryS: 2, late: 0.01 };
const FULL = { late: 0.001, times: 10, capacityS: 15, baselineS: 10, overloadS: 60, recoveryS: 10 };

/** Offers ten times as much as can be written. */
export const check: Check = {
  name: 'overload',
  promise:
    'At ten times the capacity as many calls are written as at best, in bounded memory; all others are told so at once, with Retry-After; and all is normal when it is over.',
  mutants: overloadMutants,
  async run({ size, mutant, say }) {
    return withSoakStack({ mutant, api: false, durable: true }, async (stack) => {
      const admin = connect(stack.adminUrl);
      const tenants = await createTenants(admin, PROJECTS, 1);
      const apiKeys = tenants.map(({ projects }) => projects[0]!.apiKey);
      const offer = (name: string, rate: number, seconds: number, after = 0, sockets = SOCKETS) =>
        offerLoad(stack.edgeUrl, { name, apiKeys, rate, sockets }, { seconds, after });
      stack.network.slow(NETWORK_MS);
      await offer('warm', 100, 1, 0, FEW_SOCKETS);

      try {
        if (size === 'quick') {
          const { rate, overloadS, recoveryS } = QUICK;
          const [overload, recovery] = await Promise.all([
            offer('overload', rate, overloadS),
            offer('recovery', 50, recoveryS, overloadS + 3, FEW_SOCKETS),
          ]);
          await judge(admin, overload, QUICK.late);
          assert.deepEqual([recovery.shed, recovery.failed], [0, {}], 'refused after the overload');
          return { offered: overload.offered, accepted: overload.accepted, shed: overload.shed };
        }

        const { times, capacityS, baselineS, overloadS, recoveryS } = FULL;
        const peak = goodput(await offer('peak', Infinity, capacityS, 0, FEW_SOCKETS), capacityS);
        say(`${Math.round(peak)} calls a second at best`);
        const usual = await offer('usual', peak / 2, baselineS, 0, FEW_SOCKETS);
        assert.deepEqual([usual.shed, usual.failed], [0, {}], 'refused at half the capacity');
        const [overload, recovery] = await Promise.all([
          offer('overload', peak * times, overloadS),
          offer('recovery', peak / 2, recoveryS, overloadS, FEW_SOCKETS),
        ]);

        const memoryMb = peakMemoryMb(stack.edge.pid);
        const kept = goodput(overload, overloadS) / peak;
        const normalMs = usual.acceptedMs.max * 2;
        const normalAfterS = recovery.slowestMs.findLastIndex((ms) => ms > normalMs) + 1;
        const inFunctionMs = quantiles(shedTimes(stack.edge.lines));
        const figures = {
          peak_per_second: Math.round(peak),
          offered_per_second: Math.round(peak * times),
          goodput_per_second: Math.round(goodput(overload, overloadS)),
          goodput_of_peak: Math.round(kept * 1000) / 1000,
          shed: overload.shed,
          shed_p50_ms: overload.shedMs.p50,
          shed_p99_ms: overload.shedMs.p99,
          shed_p99_in_function_ms: inFunctionMs.p99,
          load_generator_late_p99_ms: overload.lateMs.p99,
          accepted_p50_ms: overload.acceptedMs.p50,
          accepted_p99_ms: overload.acceptedMs.p99,
          usual_p50_ms: usual.acceptedMs.p50,
          usual_p99_ms: usual.acceptedMs.p99,
          memory_peak_mb: memoryMb,
          normal_again_after_s: normalAfterS,
        };
        say(JSON.stringify(figures));
        await judge(admin, overload, FULL.late);
        await judgeStored(admin, recovery);
        assert.ok(kept >= 0.9, `goodput is ${figures.goodput_of_peak} of the peak`);
        assert.ok(overload.shedMs.p99 <= 50, `shed calls waited ${overload.shedMs.p99} ms (p99)`);
        assert.ok(memoryMb <= 128, `${memoryMb} MB of memory`);
        assert.ok(normalAfterS <= 3, `normal again after ${normalAfterS} s`);
        return figures;
      } finally {
        await admin.end();
      }
    });
  },
};

/** What holds on every machine. */
async function judge(admin: postgres.Sql, overload: StreamResult, late: number): Promise<void> {
  assert.ok(overload.shed > overload.accepted, `only ${overload.shed} calls were shed`);
  assert.equal(overload.withoutRetryAfter, 0, 'refusals without Retry-After');
  // Who is let in is written in time: that is what the queue is bounded for. On a machine that is
  // busy with other work a few are late, and told so; without the bound it would be most of them.
  const failed = Object.values(overload.failed).reduce((sum, count) => sum + count, 0);
  assert.ok(
    failed <= overload.offered * late,
    `let in, and then not written: ${JSON.stringify(overload.failed)}`,
  );
  await judgeStored(admin, overload);
}

/** What was accepted is there, and what was shed is not. */
async function judgeStored(admin: postgres.Sql, result: StreamResult): Promise<void> {
  const rows = await admin`
    select email from public.customers where email like ${`${result.name}-%`}`;
  const stored = new Set(rows.map(({ email }) => email as string));
  const isStored = (number: number) => stored.has(emailOf(result.name, number));
  const lost = result.acceptedNumbers.filter((number) => !isStored(number)).length;
  const extra = result.shedNumbers.filter(isStored).length;
  assert.deepEqual({ lost, extra }, { lost: 0, extra: 0 }, 'accepted and lost, shed and stored');
}

/** How long the function itself took to shed. It logs a hundred refusals a second at most. */
function shedTimes(lines: readonly string[]): number[] {
  return lines
    .filter((line) => line.includes('"overloaded"') && line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { ms: number }).ms);
}
