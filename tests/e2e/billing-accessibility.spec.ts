import { AxeBuilder } from '@axe-core/playwright';
import { expect, signUpFor, test } from './billing-test.ts';

test.describe.configure({ mode: 'default' });

/** What is made of the account, and where that is seen. */
const STANDINGS: [name: string, change: string, path: string][] = [
  ['a trial', `trial_ends_at = now() + interval '9 days'`, '/billing'],
  ['the last days of a trial', `trial_ends_at = now() + interval '2 days'`, '/customers'],
  ['the end of a trial', `trial_ends_at = now() - interval '2 days'`, '/billing'],
  ['a payment on its way', `trial_ends_at = now()`, '/billing?subscribed=10'],
  ['a subscription', `state = 'active', current_period_end = now()`, '/billing?subscribed'],
  ['an unpaid bill', `state = 'past_due'`, '/customers'],
  ['an end', `state = 'canceled', ended_at = now()`, '/billing'],
];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('no standing of an account has a fault that axe can find, or is too wide for a phone', async ({
      page,
      billing,
    }) => {
      test.slow();
      const { accountId } = await signUpFor(page, billing);
      for (const [name, change, path] of STANDINGS) {
        await billing.sql.unsafe(
          `update public.subscriptions set ${change} where account_id = '${accountId}'`,
        );
        for (const viewport of [
          { width: 1280, height: 800 },
          { width: 390, height: 844 },
        ]) {
          await page.setViewportSize(viewport);
          await page.goto(path);
          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html)}`);
          expect.soft(found, name).toEqual([]);
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          expect.soft(width, name).toBeLessThanOrEqual(viewport.width);
        }
      }
    });
  });
}
