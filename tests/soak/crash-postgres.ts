import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Check, Mutant } from './check.ts';
import { writtenInTwoHalves } from './crash-mutants.ts';
import { runCrashRounds } from './crash-rounds.ts';
import type { Random } from './random.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';

const mutants: Mutant[] = [
  {
    name: 'calls are acknowledged before they are on disk',
    postgres: { synchronous_commit: 'off' },
  },
  writtenInTwoHalves,
];

/** Kills every process of Postgres under load, again and again. */
export const check: Check = {
  name: 'crash-postgres',
  promise: 'SIGKILL of the whole Postgres under load loses no acknowledged call and tears none.',
  mutants,
  run: (options) =>
    withSoakStack({ durable: true, mutant: options.mutant, api: false }, (stack) =>
      runCrashRounds(
        stack,
        {
          kills: options.size === 'full' ? 300 : 3,
          workers: 24,
          killAndRestart: (admin, random) => killPostgres(stack, admin, random),
        },
        options,
      ),
    ),
};

async function killPostgres(stack: SoakStack, admin: postgres.Sql, random: Random): Promise<void> {
  if (random.chance(0.2)) {
    // Dies in the middle of a checkpoint, of which recovery then finds half.
    void admin`checkpoint`.catch(() => {});
    await sleep(random.below(20));
  }
  await stack.postgres.kill();
  if (random.chance(0.1)) {
    // Dies again in the middle of its recovery.
    const starting = stack.postgres.start();
    starting.catch(() => {});
    await sleep(20 + random.below(100));
    await stack.postgres.kill();
    await starting.catch(() => {});
  }
  await stack.postgres.start();
}
