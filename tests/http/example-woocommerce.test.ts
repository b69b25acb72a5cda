import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOutages, type Outages } from '../examples/outages.ts';
import { customer, makeProject, newEmail, type Project } from '../examples/project.ts';
import { missing, run } from '../examples/run-snippet.ts';

const KEY = 'tcrm_proj_of_somebody';
let project: Project;
let outages: Outages;

beforeAll(async () => {
  project = await makeProject();
  outages = await startOutages();
});

afterAll(() => outages.stop());

/** An account, an order and a login in a shop, with what it printed in which order. */
async function shop(queue: string, email: string, env: Record<string, string>) {
  const { stdout, ...rest } = await run(
    'php',
    [resolve('tests/examples/woocommerce.php'), email, queue],
    env,
  );
  return { ...rest, happened: stdout.trim().split('\n') };
}

const queues = [
  { queue: 'action-scheduler', before: ['the hooks are done'] },
  { queue: 'shutdown', before: ['the hooks are done', 'the visitor has the page'] },
];

const why = missing('php');

describe.skipIf(why).each(queues)(
  `woocommerce with $queue${why ? ` (${why})` : ''}`,
  ({ queue, before }) => {
    test('an account and a paid order make a customer, and nobody waits for it', async () => {
      const email = newEmail();
      const { exitCode, happened } = await shop(queue, email, project.env);
      expect(exitCode).toBe(0);
      const calls = ['identify', 'identify', 'identify', 'ping', 'ping'];
      expect(happened).toEqual([...before, ...calls.map((call) => `waits for ${call}`)]);
      expect(await customer(project, email)).toMatchObject({
        name: 'Wanda Woo',
        status: 'paid',
        params: {
          wordpress_id: 7,
          last_order: '2026-11-20T10:00:00+00:00',
          last_total: 49.5,
          currency: 'EUR',
          country: 'PT',
        },
      });
    });

    test('a hook that another plugin breaks is logged and ends no checkout', async () => {
      const { exitCode, stderr } = await shop(queue, newEmail(), project.env);
      expect(exitCode).toBe(0);
      expect(stderr).toContain('woocommerce_payment_complete: Another plugin broke this.');
      expect(stderr).toContain('woocommerce_subscription_status_cancelled: Call to a member');
    });

    test('the shop goes on when TinyCRM is down, and the log says that it is', async () => {
      await Promise.all(
        Object.entries(outages.urls).map(async ([outage, url]) => {
          const env = { TINYCRM_KEY: KEY, TINYCRM_URL: url };
          const { exitCode, stderr, happened } = await shop(queue, newEmail(), env);
          expect(exitCode, outage).toBe(0);
          expect(happened.slice(0, before.length), outage).toEqual(before);
          expect(stderr, outage).toContain('identify failed: ');
          expect(stderr, outage).not.toContain(KEY);
        }),
      );
      expect(outages.redirected).toEqual([]);
    });
  },
);
