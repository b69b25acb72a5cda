import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CRON_SECRET } from '../stack.ts';
import { expectAccessible, expectAccessibleOnAnyScreen } from './axe.ts';
import { givenFounder, menu, messages } from './steps.ts';
import { expect, test } from './test.ts';

test('a webhook is added, tested, its delivery sent again, its secret rotated, and removed', async ({
  page,
  sql,
}) => {
  await sql`select private.set_cron_secret(${CRON_SECRET})`;
  const got: { id: unknown; signatures: number }[] = [];
  const server = createServer((request, response) => {
    const { 'webhook-id': id, 'webhook-signature': signature } = request.headers;
    got.push({ id, signatures: String(signature).split(' ').length });
    response.end('Thanks!');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;

  await test.step('a private address is refused, and what was typed stays', async () => {
    await givenFounder(page, 'hooks', 'Hook Labs');
    await page.goto('/settings');
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await page.getByLabel('URL').fill('https://10.0.0.1/hook');
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await expect(page.getByRole('alert').getByText('isn’t on the public internet')).toBeVisible();
    await expect(page.getByLabel('URL')).toHaveValue('https://10.0.0.1/hook');
  });

  await test.step('the secret is shown once', async () => {
    await page.getByLabel('URL').fill(url);
    await page.getByRole('checkbox', { name: 'import.finished' }).uncheck();
    await page.getByRole('button', { name: 'Add webhook' }).click();
    await expect(page.getByTestId('secret')).toHaveText(/^whsec_/);
    await page.getByRole('link', { name: 'I’ve saved it' }).click();
    await expect(page.getByRole('heading', { name: url })).toBeVisible();
    await expect(page.getByText('No deliveries yet.')).toBeVisible();
    await expect(page.getByRole('checkbox', { name: 'import.finished' })).not.toBeChecked();
  });

  const deliveries = page.getByRole('region', { name: 'Deliveries' });
  await test.step('a test event arrives, and its answer is shown', async () => {
    await page.getByRole('button', { name: 'Send test event' }).click();
    await expect(deliveries.getByText('delivered', { exact: true })).toBeVisible();
    await deliveries.getByText('Their answer').click();
    await expect(deliveries.getByText('Thanks!')).toBeVisible();
    await expect(deliveries.getByText(/Answered 200 in \d+ ms/)).toBeVisible();
    await expectAccessibleOnAnyScreen(page, 'webhook');
  });

  await test.step('it is sent again with the same id, and after a rotation with two signatures', async () => {
    await menu(page, 'Rotate secret');
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    await expect(page.getByTestId('secret')).toHaveText(/^whsec_/);
    await page.getByRole('link', { name: 'I’ve saved it' }).click();
    await expect(page.getByText('Your old secret signs too')).toBeVisible();
    await deliveries.getByRole('button', { name: 'Send again: webhook.test' }).click();
    await expect(messages(page).getByText('Sent again.')).toBeVisible();
    await expect.poll(() => got.map(({ signatures }) => signatures)).toEqual([1, 2]);
    expect(got[1]!.id).toBe(got[0]!.id);
  });

  await test.step('it is removed', async () => {
    await page.getByRole('link', { name: 'Webhooks' }).first().click();
    await expect(page.getByRole('link', { name: url })).toContainText('On');
    await expectAccessible(page, 'webhooks', ['light']);
    await page.getByRole('link', { name: url }).click();
    await menu(page, 'Remove');
    await page.getByRole('button', { name: 'Remove webhook' }).click();
    await expect(page).toHaveURL(/\/settings\/webhooks$/);
    await expect(page.getByRole('link', { name: url })).toHaveCount(0);
  });
  server.close();
});
