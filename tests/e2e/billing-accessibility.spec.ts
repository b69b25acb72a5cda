import { expectAccessibleOnAnyScreen } from './axe.ts';
import { signUpFor, test } from './billing-test.ts';

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
    await page.goto(path);
    await expectAccessibleOnAnyScreen(page, name);
  }
});
