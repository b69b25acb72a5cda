import type { Page } from '@playwright/test';
import { startBillingDashboard, type BillingDashboard } from '../stripe/billing-dashboard.ts';
import { givenFounder } from './steps.ts';
import { expect, test as base } from './test.ts';

export { expect };

/** The test of every page, on a dashboard where billing is on. */
export const test = base.extend<object, { billing: BillingDashboard }>({
  billing: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from it
    async ({}, use) => {
      const billing = await startBillingDashboard();
      await use(billing);
      await billing.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ billing }, use) => use(billing.webUrl),
});

/** Signs a founder up whose trial ends in so many days, or ended that many days ago. */
export async function signUpFor(page: Page, { sql }: BillingDashboard, days = 14) {
  const email = await givenFounder(page, 'payer', 'Payer Labs');
  const [row] = await sql<{ account_id: string }[]>`
    update public.subscriptions set trial_ends_at = now() + make_interval(hours => ${days * 24})
    where account_id = (select account_id from public.members where email = ${email})
    returning account_id`;
  return { email, accountId: row!.account_id };
}
