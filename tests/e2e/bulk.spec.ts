import type { Page } from '@playwright/test';
import { givenFounder, givenProject, ingest, messages } from './steps.ts';
import { expect, test } from './test.ts';

test.beforeEach(async ({ page }) => {
  await givenFounder(page, 'maya', 'Maya');
  const key = await givenProject(page, 'Inkwell');
  for (const name of ['Ada', 'Bo', 'Cy', '=Dan']) {
    const email = `${name.replace('=', '').toLowerCase()}@example.com`;
    const status = name === 'Bo' ? 'paid' : 'free';
    await ingest('identify', key, { email, name, status, params: { plan: 'pro' } });
  }
  await page.goto('/customers?sort=email');
});

const bar = (page: Page) => page.getByRole('region', { name: 'Selected customers' });
const select = (page: Page, name: string) =>
  page.getByRole('checkbox', { name: `Select ${name}@example.com` }).check();

test('a tag is chosen from those there are, given, removed, and exactly that is undone', async ({
  page,
  sql,
}) => {
  const [known, fresh] = [1, 2].map((i) => `tag-${i}-${crypto.randomUUID().slice(0, 8)}`);
  const tagged = async (tag: string) => {
    const rows = await sql`
      select c.email::text from public.customer_tags t
      join public.customers c on c.account_id = t.account_id and c.id = t.customer_id
      where t.tag = ${tag} order by c.email`;
    return rows.map(({ email }) => String(email).split('@')[0]);
  };
  await test.step('one new, by the keyboard', async () => {
    await select(page, 'ada');
    await bar(page).getByRole('button', { name: 'Tag', exact: true }).click();
    await expect(bar(page).getByLabel('Tag', { exact: true })).toBeFocused();
    await page.keyboard.type(known!);
    await page.keyboard.press('Enter');
    await expect(messages(page)).toContainText(`Tagged 1 person “${known}”.`);
  });
  await test.step('from the list, and the count is there again', async () => {
    await select(page, 'bo');
    await bar(page).getByRole('button', { name: 'Tag', exact: true }).click();
    await bar(page)
      .getByRole('button', { name: `Tag 2 people “${known}”` })
      .click();
    await expect(messages(page)).toContainText('1 person already had it.');
    await expect(bar(page)).toContainText('2 people selected');
    expect(await tagged(known!)).toEqual(['ada', 'bo']);
  });
  await test.step('who had it before keeps it', async () => {
    await page.keyboard.press('Control+z');
    await expect(messages(page)).toContainText('Undone.');
    expect(await tagged(known!)).toEqual(['ada']);
  });
  await test.step('removed from all who match, and back', async () => {
    await bar(page).getByRole('button', { name: 'Select all 4' }).click();
    await bar(page).getByRole('button', { name: 'Remove tag' }).click();
    await bar(page)
      .getByRole('button', { name: `Remove “${known}” from 4 people` })
      .click();
    await expect(messages(page)).toContainText(`Removed “${known}” from 1 person.`);
    expect(await tagged(known!)).toEqual([]);
    await messages(page).getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(() => tagged(known!)).toEqual(['ada']);
    expect(await tagged(fresh!)).toEqual([]);
  });
});

test('a status says what it would change, names the product, and is undone', async ({ page }) => {
  for (const name of ['ada', 'bo']) await select(page, name);
  const sheet = bar(page);
  await sheet.getByRole('button', { name: 'Set status' }).click();
  await expect(sheet.getByRole('button', { name: 'Set the status' })).toBeDisabled();
  await sheet.getByLabel('Status').selectOption('paid');
  await expect(sheet).toContainText('1 will change to Paid. 1 won’t: 1 already is.');
  await sheet.getByRole('button', { name: 'Set 1 person to Paid in Inkwell' }).click();
  await expect(messages(page)).toContainText(
    '1 person set to Paid in Inkwell. 1 person didn’t change.',
  );
  await expect(page.getByRole('row', { name: /Ada/ })).toContainText('Paid');
  await messages(page).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row', { name: /Ada/ })).toContainText('Free');
  await expect(page.getByRole('row', { name: /Bo/ })).toContainText('Paid');

  await test.step('Escape closes the sheet, and then takes the choice back', async () => {
    await sheet.getByRole('button', { name: 'Set status' }).click();
    await sheet.getByLabel('Status').focus();
    await page.keyboard.press('Escape');
    await expect(sheet.getByLabel('Status')).toHaveCount(0);
    await expect(sheet.getByRole('button', { name: 'Set status' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await expect(page.getByRole('checkbox', { name: 'Select ada@' })).not.toBeChecked();
  });
});

test('people are deleted only when their number is typed, and the button says so until then', async ({
  page,
}) => {
  for (const name of ['ada', 'bo']) await select(page, name);
  await bar(page).getByRole('button', { name: 'Delete permanently', exact: true }).click();
  const erase = bar(page).getByRole('button', { name: 'Delete 2 people permanently' });
  const number = bar(page).getByLabel(/Type 2 to delete 2 people/);
  await erase.click();
  await expect(number).toBeFocused();
  await expect(number).toHaveAccessibleDescription('Type 2 first.');
  await number.fill('2');
  await erase.click();
  await expect(messages(page)).toContainText('Deleted 2 people permanently.');
  await expect(messages(page).getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Ada/ })).toBeHidden();
  await expect(page.getByRole('row', { name: /Cy/ })).toBeVisible();
});

test('emails are copied, of the selected and of all who match', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  for (const name of ['bo', 'ada']) await select(page, name);
  await bar(page).getByRole('button', { name: 'Copy emails' }).click();
  await expect(messages(page)).toContainText('Copied 2 emails.');
  expect(await clipboard()).toBe('bo@example.com, ada@example.com');
  await bar(page).getByRole('button', { name: 'Select all 4' }).click();
  await bar(page).getByRole('button', { name: 'Copy emails' }).click();
  await expect(messages(page)).toContainText('Copied 4 emails.');
  expect((await clipboard()).split(', ')).toHaveLength(4);
});

test('a view is exported from its own button: whole, in its order, with its columns, and safe for spreadsheets', async ({
  page,
}) => {
  await page.goto('/customers?f=status:is:free&sort=email&cols=projects');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^maya-customers-\d{4}-\d\d-\d\d\.csv$/);
  const response = await page.request.get(file.url());
  expect(response.headers()['content-type']).toContain('text/csv');
  const lines = (await response.text()).trim().split('\r\n');
  expect(lines[0]).toBe(
    'email,name,tags,Inkwell: status,Inkwell: first seen,Inkwell: last activity,Inkwell: plan',
  );
  expect(lines.slice(1).map((line) => line.replace(/,,free,.*,/, ',,free,…,'))).toEqual([
    'ada@example.com,Ada,,free,…,pro',
    'cy@example.com,Cy,,free,…,pro',
    "dan@example.com,'=Dan,,free,…,pro",
  ]);
});

test('without a connection or a session a bulk action says so, and the choice stays', async ({
  page,
  context,
}) => {
  await select(page, 'ada');
  await bar(page).getByRole('button', { name: 'Tag', exact: true }).click();
  await bar(page).getByLabel('Tag', { exact: true }).fill('vip');
  await context.setOffline(true);
  await page.keyboard.press('Enter');
  await expect(bar(page).getByRole('alert')).toContainText('No connection to TinyCRM.');
  await context.setOffline(false);
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.keyboard.press('Enter');
  await expect(bar(page).getByRole('alert')).toContainText('Your session has ended.');
  await expect(bar(page).getByRole('link', { name: 'Sign in' })).toBeVisible();
  await context.addCookies(cookies);
  await page.keyboard.press('Enter');
  await expect(messages(page)).toContainText('Tagged 1 person “vip”.');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('customers are selected by holding one, or by Select, and changed together', async ({
    page,
  }) => {
    const card = (name: string) => page.getByRole('row', { name: new RegExp(name) });
    await card('Ada').dispatchEvent('pointerdown', { pointerType: 'touch', isPrimary: true });
    await expect(bar(page)).toContainText('1 person selected');
    await card('Ada').dispatchEvent('pointerup', { pointerType: 'touch' });
    await card('Cy').tap();
    await expect(bar(page)).toContainText('2 people selected');
    await bar(page).getByRole('button', { name: 'Clear the selection' }).tap();
    await expect(bar(page)).toHaveCount(0);

    await page.getByRole('button', { name: 'Select', exact: true }).tap();
    await card('Bo').tap();
    await expect(bar(page)).toContainText('1 person selected');
    await bar(page).getByRole('button', { name: 'Tag', exact: true }).tap();
    await bar(page).getByLabel('Tag', { exact: true }).fill('vip');
    await bar(page).getByRole('button', { name: 'Tag 1 person' }).tap();
    await expect(messages(page)).toContainText('Tagged 1 person “vip”.');
    await page.getByRole('button', { name: 'Done' }).tap();
    await card('Bo').tap();
    await expect(page).toHaveURL(/customers\/[0-9a-f-]+$/);
  });
});
