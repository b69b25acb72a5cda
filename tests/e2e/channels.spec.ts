import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CRON_SECRET } from '../stack.ts';
import { expectAccessibleOnAnyScreen } from './axe.ts';
import { givenFounder, givenProject, menu } from './steps.ts';
import { expect, test } from './test.ts';

test('a Slack channel is added by its URL, shows what it will be told, and gets a first message', async ({
  page,
  sql,
}) => {
  await sql`select private.set_cron_secret(${CRON_SECRET})`;
  const got: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      got.push((JSON.parse(body) as { text: string }).text);
      response.end('ok');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/s3cret`;

  await test.step('every other URL is refused, and what was typed stays', async () => {
    await givenFounder(page, 'channels', 'Channel Labs');
    await givenProject(page, 'Shiplog');
    await givenProject(page, 'Inkwell');
    await page.goto('/settings/webhooks');
    await page.getByRole('link', { name: 'Add Slack or Discord' }).click();
    await page.getByLabel('Webhook URL').fill('https://example.com/services/T/B/X');
    await page.getByRole('button', { name: 'Add and send a test message' }).click();
    await expect(page.getByRole('alert').getByText('Paste a webhook URL')).toBeVisible();
    await expect(page.getByLabel('Webhook URL')).toHaveValue('https://example.com/services/T/B/X');
  });

  await test.step('the preview follows what is chosen', async () => {
    const preview = page.getByRole('region', { name: 'Preview' });
    await expect(preview.getByText('alex@example.com')).toBeVisible();
    await page.getByRole('checkbox', { name: 'Hide email addresses' }).check();
    await expect(preview.getByText('a•••@example.com')).toBeVisible();
    await expectAccessibleOnAnyScreen(page, 'channel');
  });

  await test.step('it is added, with what was chosen and a first message', async () => {
    await page.getByLabel('Webhook URL').fill(url);
    await page.getByRole('checkbox', { name: 'trial', exact: true }).uncheck();
    await page.getByRole('checkbox', { name: 'Inkwell', exact: true }).uncheck();
    await page.getByRole('button', { name: 'Add and send a test message' }).click();
    await expect(page.getByRole('heading', { name: 'Slack …cret' })).toBeVisible();
    const deliveries = page.getByRole('region', { name: 'Deliveries' });
    await expect(deliveries.getByText('delivered', { exact: true })).toBeVisible();
    expect(got).toEqual(['It works: TinyCRM can post here.']);
    await expect(page.getByRole('checkbox', { name: 'paid', exact: true })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'trial', exact: true })).not.toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'Inkwell', exact: true })).not.toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'Hide email addresses' })).toBeChecked();
    await expect(page.getByText('s3cret')).toHaveCount(0);
  });

  await test.step('it is removed', async () => {
    await menu(page, 'Remove');
    await page.getByRole('button', { name: 'Remove channel' }).click();
    await expect(page).toHaveURL(/\/settings\/webhooks$/);
  });
  server.close();
});
