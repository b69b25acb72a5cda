import { stack } from '../stack.ts';
import { givenFounder, givenProject, ingest, menu } from './steps.ts';
import { expect, test } from './test.ts';

const READ_URL = stack().ingestUrl.replace(/ingest$/, 'read');

test('a read key is made for one product, shown once, and taken away with one button', async ({
  page,
  context,
  sql,
}) => {
  const owner = await givenFounder(page);
  const inkwell = await givenProject(page, 'Inkwell');
  const shiplog = await givenProject(page, 'Shiplog');
  await ingest('identify', inkwell, { email: 'alex@example.com', status: 'paid' });
  await ingest('identify', shiplog, { email: 'bea@example.com', status: 'paid' });
  const read = async (key: string, path = '/customers') => {
    const answer = await fetch(READ_URL + path, { headers: { authorization: `Bearer ${key}` } });
    const body = (await answer.json()) as { customers?: { email: string }[] };
    return [answer.status, ...(body.customers ?? []).map(({ email }) => email)];
  };

  await sql`
    insert into public.views (account_id, name, query, position)
    select account_id, 'Paying', 'f=status:is:paid', 1 from public.members where email = ${owner}`;

  await page.goto('/settings/connect');
  const api = page.getByRole('region', { name: 'Read API' });
  await api.getByLabel('Key name').fill('Weekly report');
  await expect(api.getByRole('group', { name: 'Projects it can see' })).toBeHidden();
  await api.getByLabel('Only some').check();
  await api.getByRole('checkbox', { name: 'Shiplog' }).check();
  await api.getByRole('button', { name: 'Create read key' }).click();
  await expect(api.getByRole('group', { name: 'Your read key' })).toBeFocused();
  const key = await page.getByTestId('read-key').innerText();
  const row = page.getByRole('listitem').filter({ hasText: 'Weekly report' });
  await expect(row).toContainText('Sees Shiplog');
  await expect(row).toContainText('Never used');

  expect(await read(key)).toEqual([200, 'bea@example.com']);
  await page.goto('/settings/connect');
  await expect(row).toContainText('Used just now');
  await expect(page.getByTestId('read-key')).toHaveCount(0);

  await test.step('a view is copied as a call that this key answers', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/customers?f=status:is:paid&layout=grid');
    await page.getByLabel('Share this view').click();
    await page.getByRole('button', { name: 'Copy as API call' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    const call = await page.evaluate(() => navigator.clipboard.readText());
    const [, path] = /^curl '[^']+\/v1(\/[^']*)' -H/.exec(call)!;
    expect(path).toBe('/customers?f=status:is:paid');
    expect(await read(key, path)).toEqual([200, 'bea@example.com']);
  });

  await test.step('a saved view has a feed at an address of its own', async () => {
    await page.goto('/settings/connect');
    const feeds = page.getByRole('region', { name: 'Live feeds' });
    await feeds.getByLabel('Saved view').selectOption('Paying');
    await feeds.getByRole('button', { name: 'Create feed' }).click();
    const shown = feeds.getByRole('group', { name: 'The address of your feed' });
    await expect(shown).toBeFocused();
    const line = await shown.getByText('=IMPORTDATA').innerText();
    const [, path] = /^=IMPORTDATA\("[^"]+\/v1(\/feeds\/[^"]+\.csv)"\)$/.exec(line)!;
    expect(await (await fetch(READ_URL + path)).text()).toContain('bea@example.com');
    await page.goto('/settings/connect');
    await expect(feeds.getByRole('listitem')).toContainText('Read just now');
    await feeds.getByText('Revoke', { exact: true }).click();
    await feeds.getByRole('button', { name: 'Revoke feed' }).click();
    await expect(feeds.getByRole('listitem')).toHaveCount(0);
  });

  await page.goto('/settings/connect');
  await menu(page, 'Revoke');
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('No read keys.')).toBeVisible();
  expect(await read(key)).toEqual([401]);
});

test('an assistant is connected with the lines of its own, and asks across products', async ({
  page,
}) => {
  await givenFounder(page);
  const inkwell = await givenProject(page, 'Inkwell');
  await ingest('identify', inkwell, { email: 'alex@example.com', status: 'paid' });
  await page.goto('/settings/connect');
  const ai = page.getByRole('region', { name: 'Ask with AI' });
  await expect(ai.getByLabel('Can also erase and export people')).toHaveCount(0);
  await ai.getByLabel('Key name').fill('Claude Code');
  await ai.getByRole('button', { name: 'Create read key' }).click();
  await expect(ai.getByRole('group', { name: 'Your read key' })).toBeFocused();
  const key = await ai.getByTestId('read-key').innerText();

  await expect(ai.getByText(`--header "Authorization: Bearer ${key}"`)).toBeVisible();
  await ai.getByText('VS Code', { exact: true }).click();
  await expect(ai.getByText('.vscode/mcp.json')).toBeVisible();
  await expect(ai.getByText('Bearer ${input:tinycrm-read-key}')).toBeVisible();
  await ai.getByText('Cursor', { exact: true }).click();
  const lines = await ai.locator('pre', { hasText: 'mcpServers' }).innerText();
  const { url, headers } = JSON.parse(lines).mcpServers.tinycrm;
  expect(url).toBe(new URL('/mcp', page.url()).href);

  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
      params: { name: 'get_customer', arguments: { customer: 'alex@example.com' } },
    }),
  });
  expect(await answer.text()).toContain('Inkwell');
  await page.reload();
  const keys = page.getByRole('region', { name: 'Read keys' });
  const row = keys.getByRole('listitem').filter({ hasText: 'Claude Code' });
  await expect(row).toContainText('Used just now');
});
