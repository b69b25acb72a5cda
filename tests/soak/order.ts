import { AssertionError } from 'node:assert/strict';
import fc from 'fast-check';
import type { Check, RunOptions } from './check.ts';
import { histories, type History } from './order/histories.ts';
import { HttpClient } from './http-client.ts';
import { connect } from '../founder.ts';
import { makeWorld } from './order/database.ts';
import { checkHistory } from './order/check-history.ts';
import { checkHistoryOverHttp } from './order/check-over-http.ts';
import { orderMutants } from './order/mutants.ts';
import { withSoakStack } from './soak-stack.ts';

const SIZES = {
  quick: { inSql: 300, overHttp: 30 },
  full: { inSql: 10_000, overHttp: 1_000 },
};
const DAY = 86_400_000_000;
const MINUTE = 60_000_000;

/** Calls arrive once to three times, late, shuffled and grouped anyhow, and end in one state. */
export const check: Check = {
  name: 'order',
  promise:
    'After each group of calls the database holds what the calls so far amount to by event time, however they were repeated, delayed, shuffled and grouped.',
  mutants: orderMutants,
  run({ size, seed, mutant }) {
    return withSoakStack({ mutant, api: false }, async (stack) => {
      const admin = connect(stack.adminUrl);
      const client = new HttpClient(stack.edgeUrl, 16);
      try {
        const world = await makeWorld(admin);
        const { projects } = world;
        const begin = Date.now() * 1000 - 6 * DAY;
        const people = new People();

        const inSql = histories({ projects, emails: ['a', 'b'], begin, range: 5 * DAY });
        await hold(inSql, SIZES[size].inSql, seed, (history) =>
          checkHistory(admin, world, people.renew(history)),
        );
        // Steps of a minute, because an age is measured on the way.
        const clock = { begin, step: MINUTE };
        const overHttp = histories({ projects, emails: ['a', 'b'], range: 5 * DAY, ...clock });
        await hold(overHttp, SIZES[size].overHttp, seed, (history) =>
          checkHistoryOverHttp(client, admin, world, people.renew(history), clock),
        );
        return { histories: SIZES[size].inSql, histories_over_http: SIZES[size].overHttp };
      } finally {
        client.close();
        await admin.end();
      }
    });
  },
};

/** Runs the property. What breaks it is thrown with the smallest history found that does. */
async function hold(
  arbitrary: fc.Arbitrary<History>,
  numRuns: number,
  seed: RunOptions['seed'],
  check: (history: History) => Promise<void>,
): Promise<void> {
  const found = await fc.check(fc.asyncProperty(arbitrary, check), { numRuns, seed });
  if (!found.failed) return;
  if (!(found.errorInstance instanceof AssertionError)) throw found.errorInstance;
  const message = `${found.errorInstance.message}\n${await fc.asyncDefaultReportMessage(found)}`;
  throw new AssertionError({ message });
}

/** Gives each history people of its own. */
class People {
  #histories = 0;

  renew({ groups }: History): History {
    const number = this.#histories++;
    return {
      groups: groups.map((group) =>
        group.map(({ event, time }) => ({
          event: { ...event, email: `${event.email}-${number}@example.com` },
          time,
        })),
      ),
    };
  }
}
