import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { createProject, givenFounder, givenProject, ingest } from './steps.ts';
import { expect, newPerson, test } from './test.ts';

/** A founder with one project, on the page of its settings. */
async function openSettings(page: Page, name = 'Inkwell') {
  await givenFounder(page);
  const key = await givenProject(page, name);
  await page.goto('/projects');
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  return { key, id: page.url().split('/').at(-1)! };
}

test('a project is renamed and recolored, and its mark stands in the badges', async ({
  page,
  sql,
}) => {
  const { id, key } = await openSettings(page);
  await page.getByLabel('Name', { exact: true }).fill('Inkwell 2');
  await page.getByRole('radio', { name: 'pink' }).check();
  await page.getByLabel('Mark', { exact: true }).fill('👩‍🚀 and more');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Inkwell 2', level: 1 })).toBeVisible();
  await expect(page.getByText('Saved').first()).toBeVisible();
  const [row] = await sql`select name, color, mark from public.projects where id = ${id}`;
  expect(row).toEqual({ name: 'Inkwell 2', color: 'pink', mark: '👩‍🚀' });
  await ingest('identify', key, { email: 'ada@example.com' });
  await page.goto('/customers');
  await expect(page.getByRole('link', { name: /Inkwell 2 Free/ })).toContainText('👩‍🚀');
});

test('a name that is taken is refused, and the old one stays', async ({ page, sql }) => {
  await givenFounder(page);
  await givenProject(page, 'Inkwell');
  await givenProject(page, 'Quietmail');
  await page.goto('/projects');
  await page.getByRole('link', { name: 'Quietmail', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Quietmail', level: 1 })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Inkwell');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(
    page.getByRole('alert').filter({
      hasText: 'You already have a project with this name. Choose another one.',
    }),
  ).toBeVisible();
  const name = page.getByLabel('Name', { exact: true });
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription(/already have a project with this name/);
  const [row] = await sql`
    select name from public.projects where id = ${page.url().split(/[/?]/)[4]!}`;
  expect(row).toEqual({ name: 'Quietmail' });
});

test('an archived project takes no calls until it is brought back', async ({ page, sql }) => {
  const { key, id } = await openSettings(page);
  const send = async () => (await ingest('identify', key, { email: 'alex@example.com' })).status;
  expect(await send()).toBe(200);
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByText('Archived', { exact: true }).first()).toBeVisible();
  expect(await send()).toBe(401);
  await expect(page.getByText(/The key default .* has ended/)).toBeVisible();
  const [archived] = await sql`
    select archived_at is not null as archived,
      (select count(*)::int from public.customer_projects where project_id = ${id}) as customers
    from public.projects where id = ${id}`;
  expect(archived).toEqual({ archived: true, customers: 1 });
  await page.goto('/projects');
  await expect(page.getByRole('heading', { name: 'Archived' })).toBeVisible();

  await page.goto(`/projects/${id}`);
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('button', { name: 'Archive' })).toBeVisible();
  expect(await send()).toBe(200);
});

test('a project is deleted by typing its name, with the people who are in no other', async ({
  page,
  sql,
}) => {
  await givenFounder(page);
  const inkwell = await givenProject(page, 'Inkwell');
  const quietmail = await givenProject(page, 'Quietmail');
  await ingest('identify', inkwell, { email: 'only@example.com' });
  await ingest('identify', inkwell, { email: 'both@example.com' });
  await ingest('identify', quietmail, { email: 'both@example.com' });
  await page.goto('/projects');
  await page.getByRole('link', { name: 'Inkwell', exact: true }).click();
  await page.getByText('Delete this project').click();
  const button = page.getByRole('button', { name: 'Delete project' });
  await page.getByLabel('Type Inkwell to confirm').fill('inkwell');
  await expect(button).toBeDisabled();
  await page.getByLabel('Type Inkwell to confirm').fill('Inkwell');
  await button.click();
  await expect(page.getByText('The project is deleted.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Inkwell' })).toHaveCount(0);

  const rows = await sql`
    select c.email, p.name from public.api_keys k
    join public.projects p using (account_id)
    join public.customers c using (account_id)
    where k.hash = sha256(${quietmail}::bytea)`;
  expect([...rows]).toEqual([{ email: 'both@example.com', name: 'Quietmail' }]);
  expect((await ingest('identify', inkwell, { email: 'only@example.com' })).status).toBe(401);
});

test('the page of a project tells its calls, and makes, rotates and revokes its keys', async ({
  page,
}) => {
  const { key } = await openSettings(page);
  await ingest('identify', key, { email: 'alex@example.com' });
  await ingest('ping', key, { email: 'no-at' });
  const calls = page.getByRole('region', { name: 'Recent calls' }).getByRole('listitem');
  await expect(calls.filter({ hasText: 'alex@example.com' })).toBeVisible();
  const refused = page.getByRole('region', { name: 'Rejected in the last 10 minutes' });
  await expect(refused).toContainText('Not a valid email');

  await page.locator('summary').filter({ hasText: 'Rotate' }).click();
  await page.getByRole('button', { name: 'Rotate key' }).click();
  await expect(page.getByTestId('api-key')).not.toHaveText(key);
  await page.getByRole('link', { name: 'I have kept it' }).click();
  await expect(page.getByText(/Ends in (23|24) hr|Ends in 1 day/)).toBeVisible();
});

test('a viewer sees the calls and keys of a project, and no way to change it', async ({
  page,
  browser,
  baseURL,
  sql,
}) => {
  const { key, id } = await openSettings(page);
  await ingest('identify', key, { email: 'alex@example.com' });
  const viewer = await newPerson(browser, baseURL);
  const email = await givenFounder(viewer, 'viewer');
  await sql`
    update public.members set role = 'viewer',
      account_id = (select account_id from public.projects where id = ${id})
    where user_id = (select id from auth.users where email = ${email})`;
  await viewer.goto(`/projects/${id}`);
  await expect(viewer.getByRole('link', { name: 'alex@example.com' })).toBeVisible();
  await expect(viewer.getByText(`tcrm_proj_…${key.slice(-4)}`)).toBeVisible();
  for (const control of ['New key', 'Rotate', 'Save', 'Archive', 'Delete this project…']) {
    await expect(viewer.getByText(control, { exact: true })).toHaveCount(0);
  }
});

test('another account has no such page', async ({ page, browser, baseURL }) => {
  const { id } = await openSettings(page);
  const other = await newPerson(browser, baseURL);
  await givenFounder(other, 'other');
  await other.goto(`/projects/${id}`);
  await expect(other.getByText('This project doesn’t exist or was deleted')).toBeVisible();
  const response = await other.request.get(`/projects/${id}/calls`);
  expect(response.status()).toBe(403);
});

test('a project is renamed, archived and deleted without JavaScript', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
  const page = await context.newPage();
  await openSettings(page);
  await page.getByLabel('Name', { exact: true }).fill('Plainwell');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'Plainwell', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByRole('button', { name: 'Restore' })).toBeVisible();
  await page.getByText('Delete this project').click();
  await page.getByLabel('Type Plainwell to confirm').fill('Plainwell');
  await page.getByRole('button', { name: 'Delete project' }).click();
  await expect(page.getByText('The project is deleted.')).toBeVisible();
});

test('the pages of projects have no fault that axe can find', async ({ page }) => {
  // Each look of axe takes seconds on a small machine.
  test.slow();
  await givenFounder(page);
  const key = await createProject(page, 'Inkwell');
  await expectAccessible(page, 'waiting');
  await ingest('identify', key, { status: 'gold' });
  await ingest('identify', key, { email: 'alex@example.com', status: 'paid' });
  await expect(page.getByRole('region', { name: 'Refused' })).toBeVisible();
  await expectAccessible(page, 'connected');
  await page.goto('/projects');
  await page.getByRole('button', { name: 'Add sample data' }).click();
  await expect(page.getByRole('heading', { name: 'Sample Notes' })).toBeVisible();
  await expectAccessible(page, 'list');
  await page.getByRole('link', { name: 'Inkwell', exact: true }).click();
  await page.getByText('Delete this project').click();
  await expectAccessible(page, 'settings');
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByRole('button', { name: 'Restore' })).toBeVisible();
  await expectAccessible(page, 'archived');
});
