import { CRON_SECRET } from '../stack.ts';
import { expectAccessible } from './axe.ts';
import { mailsTo } from './mailbox.ts';
import { givenFounder, messages } from './steps.ts';
import { expect, newPerson, test } from './test.ts';

test('the weekly summary is turned on, sent, and turned off by its link', async ({
  page,
  browser,
  baseURL,
  request,
  sql,
}) => {
  await sql`select private.set_cron_secret(${CRON_SECRET})`;
  const email = await givenFounder(page, 'weekly', 'Weekly Labs');
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Notifications' }).click();
  await expect(page.getByLabel('Weekly summary')).not.toBeChecked();
  await page.getByLabel('Weekly summary').check();
  await page.getByRole('button', { name: 'Save notifications' }).click();
  await expect(messages(page).getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Weekly summary')).toBeChecked();

  const answer = await request.get('/notifications/send', {
    headers: { authorization: `Bearer ${CRON_SECRET}` },
  });
  expect(answer.status()).toBe(200);
  const mails = await mailsTo(email);
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Weekly Labs, /)]);
  const href = /href="([^"]*unsubscribe[^"]*)"/.exec(mails[0]!.html)![1]!;

  const elsewhere = await newPerson(browser, baseURL);
  await elsewhere.goto(new URL(href).pathname + new URL(href).search);
  await expectAccessible(elsewhere, 'unsubscribe');
  await elsewhere.getByRole('button', { name: 'Unsubscribe' }).click();
  await expect(elsewhere.getByText('Unsubscribed')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Weekly summary')).not.toBeChecked();
});
