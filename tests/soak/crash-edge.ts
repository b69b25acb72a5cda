import type { Check, Mutant } from './check.ts';
import { writtenInTwoHalves } from './crash-mutants.ts';
import { runCrashRounds } from './crash-rounds.ts';
import { withSoakStack } from './soak-stack.ts';

const mutants: Mutant[] = [
  {
    name: 'calls are acknowledged before they are written',
    edge: {
      file: 'ingest/writing/group-commit.ts',
      replace: [
        [
          'return waiting.answer;',
          `waiting.answer.catch(() => {});
           return Promise.resolve(calls.map(() => 'updated' as Outcome));`,
        ],
      ],
    },
  },
  writtenInTwoHalves,
];

/** Kills the Edge Function under load, again and again. */
export const check: Check = {
  name: 'crash-edge',
  promise: 'SIGKILL of the Edge Function under load loses no acknowledged call and tears none.',
  mutants,
  run: (options) =>
    withSoakStack({ mutant: options.mutant, api: false }, (stack) =>
      runCrashRounds(
        stack,
        {
          kills: options.size === 'full' ? 300 : 3,
          workers: 24,
          async killAndRestart() {
            await stack.edge.kill();
            // What the platform does by itself: hosted functions are started anew for the next call.
            await stack.edge.start();
          },
        },
        options,
      ),
    ),
};
