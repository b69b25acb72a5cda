import type { Page } from '@playwright/test';
import type { Sql } from 'postgres';
import { givenFounder, givenProject, ingest, messages } from './steps.ts';
import { expect, test } from './test.ts';

async function openAda(page: Page): Promise<{ email: string; key: string }> {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  const email = `ada-${crypto.randomUUID().slice(0, 8)}@example.com`;
  await ingest('identify', key, {
    email,
    name: 'Ada',
    status: 'trial',
    params: { plan: 'pro', seats: 3 },
  });
  await page.goto('/customers');
  const href = await page.getByRole('link', { name: 'Ada' }).first().getAttribute('href');
  const id = /[0-9a-f-]{36}/.exec(href!)![0];
  await page.goto(`/customers/${id}`);
  await expect(page.getByRole('heading', { name: 'Ada', exact: true })).toBeVisible();
  return { email, key };
}

async function customerProject(sql: Sql, email: string) {
  const [row] = await sql`
    select cp.status, cp.params, c.name from public.customer_projects cp
    join public.customers c on c.account_id = cp.account_id and c.id = cp.customer_id
    where c.email = ${email}`;
  return row;
}

test('status and params are edited by hand, and an older call does not undo it', async ({
  page,
  sql,
}) => {
  const { email, key } = await openAda(page);
  await page.getByText('Edit Inkwell').click();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Paid');
  await page.getByLabel('Params').fill('{"plan": "team", "vat": "CH"}');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(page.getByRole('region', { name: 'Status history' })).toContainText('By hand');
  expect(await customerProject(sql, email)).toMatchObject({
    status: 'paid',
    params: { plan: 'team', vat: 'CH' },
  });

  await ingest('identify', key, { email, status: 'churned', params: { seats: 9 }, age: 3_600_000 });
  expect(await customerProject(sql, email)).toMatchObject({
    status: 'paid',
    params: { plan: 'team', vat: 'CH' },
  });
});

test('a status, a param and a deleted note are changed where they stand, and undone', async ({
  page,
  sql,
}) => {
  const { email } = await openAda(page);
  const toasts = messages(page);
  const card = page.getByRole('listitem').filter({ hasText: 'Inkwell' });
  const stored = () => customerProject(sql, email);
  await test.step('a param, by the keyboard', async () => {
    await card.getByRole('button', { name: 'seats: 3' }).press('Enter');
    const value = card.getByLabel('seats', { exact: true });
    await expect(value).toBeFocused();
    await value.fill('12');
    await value.press('Escape');
    await expect(card.getByRole('button', { name: 'seats: 3' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(value).toHaveValue('12');
    await value.press('Enter');
    await expect(toasts).toContainText('Inkwell: seats set to 12.');
    expect((await stored())!.params).toEqual({ plan: 'pro', seats: 12 });
    await expect(card.getByRole('button', { name: 'seats: 12' })).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(toasts).toContainText('Undone.');
    await expect(card.getByRole('button', { name: 'seats: 3' })).toBeVisible();
    expect((await stored())!.params).toEqual({ plan: 'pro', seats: 3 });
  });
  await test.step('a new one', async () => {
    await card.getByRole('button', { name: 'Add a param' }).click();
    await card.getByLabel('Name of the param').fill('vat');
    await card.getByLabel('Value').fill('CH');
    await card.getByRole('button', { name: 'Save' }).first().click();
    await expect(card.getByRole('button', { name: 'vat: CH' })).toBeVisible();
  });
  await test.step('a status', async () => {
    await card.getByLabel('Status in Inkwell: trial.').click();
    await card.getByRole('button', { name: 'Churned' }).click();
    await expect(toasts).toContainText('Inkwell: status set to churned.');
    await expect(card.getByLabel('Status in Inkwell: churned.')).toBeVisible();
    await toasts.getByRole('button', { name: 'Undo' }).last().click();
    await expect(card.getByLabel('Status in Inkwell: trial.')).toBeVisible();
    expect(await stored()).toMatchObject({ status: 'trial', params: { vat: 'CH' } });
  });
  await test.step('a note', async () => {
    await page.getByLabel('New note').fill('Likes tea.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByRole('button', { name: 'Delete this note' }).click();
    await expect(toasts).toContainText('Note deleted.');
    await expect(page.getByText('Likes tea.')).toBeHidden();
    await toasts.getByRole('button', { name: 'Undo' }).last().click();
    await expect(page.getByText('Likes tea.')).toBeVisible();
  });
});

test('params that are no JSON are refused where they were written', async ({ page, sql }) => {
  const { email } = await openAda(page);
  await page.getByText('Edit Inkwell').click();
  await page.getByLabel('Params').fill('{plan: pro}');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(page.getByRole('alert').filter({ hasText: 'not JSON' })).toBeVisible();
  await expect(page.getByLabel('Params')).toHaveValue('{plan: pro}');
  expect((await customerProject(sql, email))!.params).toEqual({ plan: 'pro', seats: 3 });
});

test('a customer gets a name, a tag and a note, and loses them again', async ({ page, sql }) => {
  const { email } = await openAda(page);
  await page.getByText('Edit name').click();
  await page.getByLabel('Name', { exact: true }).fill('Ada King');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await expect(page.getByRole('heading', { name: 'Ada King' })).toBeVisible();
  expect((await customerProject(sql, email))!.name).toBe('Ada King');

  await page.getByLabel('New tag').fill('vip');
  await page.getByLabel('New tag').press('Enter');
  await expect(page.getByRole('button', { name: 'Remove the tag vip' })).toBeVisible();
  await page.getByLabel('New note').fill('Met in Bern.\nLikes tea.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByText('Likes tea.')).toBeVisible();
  expect(
    await sql`
    select body, tag from public.customer_notes n
    join public.customer_tags t using (account_id, customer_id)
    join public.customers c on c.account_id = n.account_id and c.id = n.customer_id
    where c.email = ${email}`,
  ).toMatchObject([{ body: 'Met in Bern.\nLikes tea.', tag: 'vip' }]);

  await sql`
    insert into public.customer_tags (account_id, customer_id, tag)
    select account_id, id, 'seat ' || n from public.customers, generate_series(1, 13) n where email = ${email}`;
  await page.reload();
  const tags = page.getByRole('group', { name: 'Tags' }).locator('bdi');
  await expect(tags).toHaveText(Array.from({ length: 12 }, (_, at) => `seat ${at + 1}`));
  await page.getByRole('button', { name: 'Show 2 more' }).click();
  await expect(tags).toHaveCount(14);

  await page.getByRole('button', { name: 'Remove the tag vip' }).click();
  await page.getByRole('button', { name: 'Delete this note' }).click();
  await expect(page.getByText('Likes tea.')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Remove the tag vip' })).toBeHidden();
});

test('a customer is exported, and deleted once the email is typed', async ({ page, sql }) => {
  const { email } = await openAda(page);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as JSON' }).click();
  const exported = JSON.parse(
    await (
      await (await download).createReadStream()
    )
      .setEncoding('utf8')
      .reduce((a, b) => a + b, ''),
  );
  expect(exported).toMatchObject({ email, name: 'Ada', projects: [{ params: { seats: 3 } }] });

  await page.getByText('Delete this person').click();
  const confirmation = page.getByLabel(`Type ${email} to confirm`);
  await confirmation.fill('ada');
  await page.getByRole('button', { name: 'Delete permanently' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Type the whole email' })).toBeVisible();
  expect(await customerProject(sql, email)).toBeDefined();
  await confirmation.fill(email);
  await page.getByRole('button', { name: 'Delete permanently' }).click();
  await expect(page).toHaveURL(/\/customers$/);
  expect(await sql`select from public.customers where email = ${email}`).toHaveLength(0);
});

test('who may only look sees no way to change anything', async ({ page, sql }) => {
  await openAda(page);
  const id = /[0-9a-f-]{36}/.exec(page.url())![0];
  await sql`update public.members set role = 'viewer' where account_id = (select account_id from public.customers where id = ${id})`;
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Ada', exact: true })).toBeVisible();
  for (const name of ['Edit Inkwell', 'Edit name', 'Delete this person']) {
    await expect(page.getByText(name)).toBeHidden();
  }
  await expect(page.getByLabel('New note')).toBeHidden();
});
