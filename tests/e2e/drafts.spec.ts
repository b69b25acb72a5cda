import type { Page } from '@playwright/test';
import { givenFounder, givenProject, ingest, PASSWORD, signUp } from './steps.ts';
import { expect, newTab, test } from './test.ts';

const panel = (page: Page) => page.getByRole('complementary', { name: 'Customer' });
const note = (page: Page) => page.getByLabel('New note');
const params = (page: Page) => page.getByRole('textbox', { name: 'Params' });

let founder: string;
let key: string;

test.beforeEach(async ({ page }) => {
  founder = await givenFounder(page);
  key = await givenProject(page, 'Inkwell');
  for (const name of ['Ann', 'Bob']) {
    const call = { email: `${name}@example.com`, name, params: { plan: 'pro', mrr: 29 } };
    await ingest('identify', key, call);
  }
  await page.goto('/customers?sort=name');
});

/** Opens a row, and waits for the customer to be there. */
async function open(page: Page, name: string) {
  await page.getByRole('row').filter({ hasText: name }).locator('td.last_activity_at').click();
  await expect(panel(page).getByRole('heading', { name, exact: true })).toBeVisible();
}

/** All that the tab keeps, apart from whose it is. */
const kept = (page: Page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith('draft:')));

test('Escape in a field ends the typing, and the next one closes the panel', async ({ page }) => {
  await open(page, 'Ann');
  for (const field of [
    note(page),
    page.getByLabel('New tag'),
    page.getByRole('combobox', { name: 'Search name or email' }),
  ]) {
    await field.focus();
    await page.keyboard.press('Escape');
    await expect(field).not.toBeFocused();
    await expect(panel(page)).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
});

test('a note that is not saved survives closing, another row, leaving and a reload', async ({
  page,
}) => {
  const draft = 'Wants invoices by post.\nAsk again in May.';
  await open(page, 'Ann');
  await note(page).fill(draft);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await open(page, 'Bob');
  await expect(note(page)).toHaveValue('');
  await open(page, 'Ann');
  await expect(note(page)).toHaveValue(draft);
  await page.goto('/projects');
  await page.goBack();
  await expect(note(page)).toHaveValue(draft);
  await page.reload();
  await expect(note(page)).toHaveValue(draft);
  await page.getByRole('link', { name: 'Open as a page' }).click();
  await expect(page).toHaveURL(/customers\/[0-9a-f-]+$/);
  await page.reload();
  await expect(note(page)).toHaveValue(draft);
});

test('a draft ends when it is saved, and when it is emptied', async ({ page }) => {
  await open(page, 'Ann');
  await note(page).fill('Likes tea.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(panel(page).getByText('Likes tea.')).toBeVisible();
  await expect(note(page)).toHaveValue('');
  expect(await kept(page)).toEqual([]);
  await note(page).fill('Likes');
  expect(await kept(page)).toHaveLength(1);
  await note(page).fill('');
  expect(await kept(page)).toEqual([]);

  await page.getByText('Edit Inkwell').click();
  await params(page).fill('{"plan": "team"}');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(await kept(page)).toEqual([]);
  await page.getByText('Edit Inkwell').click();
  await params(page).fill('{"plan": "team"}');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(panel(page).getByText('team', { exact: true })).toBeVisible();
  expect(await kept(page)).toEqual([]);
});

test('params that are edited survive, and take nothing back that a project has sent since', async ({
  page,
  sql,
}) => {
  await open(page, 'Ann');
  await page.getByText('Edit Inkwell').click();
  await panel(page).getByRole('combobox', { name: 'Status' }).selectOption('paid');
  await params(page).fill('{"plan": "pro", "mrr": 39}');
  await open(page, 'Bob');
  await ingest('identify', key, { email: 'ann@example.com', params: { plan: 'team' } });
  await page.reload();
  await open(page, 'Ann');
  await expect(params(page)).toHaveValue('{"plan": "pro", "mrr": 39}');
  await expect(panel(page).getByRole('combobox', { name: 'Status' })).toHaveValue('paid');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(panel(page).getByText('39', { exact: true })).toBeVisible();
  const [row] = await sql`
    select cp.status, cp.params from public.customer_projects cp
    join public.customers c on c.account_id = cp.account_id and c.id = cp.customer_id
    join public.members m on m.account_id = c.account_id and m.email = ${founder}
    where c.email = 'ann@example.com'`;
  expect(row).toEqual({ status: 'paid', params: { plan: 'team', mrr: 39 } });
});

test('a status that is saved alone leaves the params in their field', async ({ page }) => {
  await open(page, 'Ann');
  const edit = panel(page).locator('summary').filter({ hasText: 'Edit Inkwell' });
  await edit.click();
  await panel(page).getByRole('combobox', { name: 'Status' }).selectOption('paid');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await expect(panel(page).getByText('By hand')).toBeVisible();
  await edit.click();
  await expect(params(page)).toHaveValue(/"plan": "pro"/);
});

test('signing out leaves no draft in any tab, and another user finds none', async ({
  page,
  context,
}) => {
  await open(page, 'Ann');
  await note(page).fill('Is about to leave.');
  const other = await newTab(context);
  await other.goto('/customers?sort=name');
  await open(other, 'Bob');
  await note(other).fill('Is her brother.');
  expect(await kept(other)).toHaveLength(1);

  await page.goto('/projects');
  await page.locator('summary').filter({ hasText: 'founder' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/sign-in/);
  expect(await kept(page)).toEqual([]);
  await expect.poll(() => kept(other)).toEqual([]);
});

test('a session that ran out costs its user no draft, and shows none to the next one', async ({
  page,
  context,
}) => {
  await open(page, 'Ann');
  await note(page).fill('Is about to leave.');
  const address = page.url();
  await context.clearCookies();
  await page.reload();
  await page.getByLabel('Email').fill(founder);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(address);
  await expect(note(page)).toHaveValue('Is about to leave.');

  await context.clearCookies();
  await signUp(page, 'next');
  expect(await kept(page)).toEqual([]);
});

test('erasing somebody drops the draft about them', async ({ page }) => {
  await open(page, 'Ann');
  await note(page).fill('Is about to leave.');
  await page.getByText('Delete this person').click();
  await page.getByLabel(/to confirm/).fill('ann@example.com');
  await page.getByRole('button', { name: 'Delete permanently' }).click();
  await expect(page).toHaveURL(/\/customers$/);
  expect(await kept(page)).toEqual([]);
});
