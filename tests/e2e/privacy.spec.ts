import { readFile } from 'node:fs/promises';
import { givenFounder, givenProject, ingest, messages } from './steps.ts';
import { expect, newPerson, test } from './test.ts';

test('an owner reads who did what, and the log names no customer', async ({
  page,
  browser,
  baseURL,
  sql,
}) => {
  const owner = await givenFounder(page, 'ada', 'Tiny Products');
  const key = await givenProject(page, 'Inkwell');
  await ingest('identify', key, { email: 'canary@example.com', status: 'trial' });
  const download = page.waitForEvent('download');
  await page.goto('/settings/data');
  await page.getByRole('link', { name: 'Export customers as CSV' }).click();
  await readFile(await (await download).path());

  await page.getByRole('link', { name: 'Audit log' }).click();
  const log = page.getByRole('list', { name: 'Audit log' });
  await expect(log).toContainText(`${owner} exported 1 customer as CSV`);
  await expect(log).toContainText(`${owner} created project Inkwell`);
  await expect(log).toContainText(`${owner} created API key “default”`);
  await expect(log).not.toContainText('canary');

  const second = await newPerson(browser, baseURL);
  const admin = await givenFounder(second, 'grace', 'Hers');
  await sql`
    insert into public.members (account_id, user_id, role, email)
    select a.account_id, b.user_id, 'admin', b.email from public.members a, public.members b
    where a.email = ${owner} and b.email = ${admin}`;
  await second.goto('/customers');
  await second.locator('header summary').click();
  await second.getByRole('button', { name: 'Tiny Products' }).click();
  await second.goto('/settings');
  await expect(second.getByRole('link', { name: 'Members' })).toBeVisible();
  await expect(second.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
  await second.goto('/settings/audit');
  await expect(second.getByText('Only owners can see the audit log.')).toBeVisible();
});

test('the log goes back to its first entry, page by page', async ({ page, sql }) => {
  const owner = await givenFounder(page, 'ada', 'Tiny Products');
  await sql`
    insert into private.audit_log (account_id, at, action, details)
    select m.account_id, now() + n * interval '1 ms', 'customers_erased', jsonb_build_object('count', n + 1)
    from public.members m, generate_series(1, 120) n where m.email = ${owner}`;
  await page.goto('/settings/audit');
  const entries = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
  await expect(entries).toHaveCount(50);
  await expect(entries.first()).toContainText('permanently deleted 121 customers');
  await page.getByRole('link', { name: 'Older' }).click();
  await expect(entries.first()).toContainText('permanently deleted 71 customers');
  await page.getByRole('link', { name: 'Older' }).click();
  await expect(entries.last()).toContainText(`${owner} joined as an owner`);
  await expect(page.getByRole('link', { name: 'Older' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Newest' }).click();
  await expect(entries.first()).toContainText('permanently deleted 121 customers');
  await page.goto('/settings/audit?before=never&id=1');
  await expect(entries.first()).toContainText('permanently deleted 121 customers');
});

test('a whole account is exported as one JSON file', async ({ page }) => {
  await givenFounder(page, 'ada', 'Tiny Products');
  const key = await givenProject(page, 'Inkwell');
  for (let i = 0; i < 3; i++) {
    await ingest('identify', key, {
      email: `person-${i}@example.com`,
      status: 'paid',
      params: { seats: i },
    });
  }
  await page.goto('/settings/data');
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export as JSON' }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/^tinycrm-\d{4}-\d\d-\d\d\.json$/);
  const found = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(found.account.name).toBe('Tiny Products');
  expect(found.projects.map(({ name }: { name: string }) => name)).toEqual(['Inkwell']);
  expect(found.members).toHaveLength(1);
  expect(found.keys.map(({ name }: { name: string }) => name)).toEqual(['default']);
  expect(JSON.stringify(found)).not.toContain(key);
  const actions = (found.audit_log as { action: string }[]).map(({ action }) => action);
  expect(actions).toContain('customers_exported');
  expect(actions).toContain('project_created');
  type Exported = { email: string; projects: { params: { seats: number } }[] };
  const customers = (found.customers as Exported[]).sort((a, b) => a.email.localeCompare(b.email));
  expect(customers.map(({ email, projects }) => [email, projects[0]!.params.seats])).toEqual([
    ['person-0@example.com', 0],
    ['person-1@example.com', 1],
    ['person-2@example.com', 2],
  ]);
});

test('one person is found by email, exported and erased, and the email is in no address', async ({
  page,
  sql,
}) => {
  await givenFounder(page, 'ada', 'Tiny Products');
  const key = await givenProject(page, 'Inkwell');
  await ingest('identify', key, { email: 'alex@example.com', name: 'Alex' });
  await ingest('identify', key, { email: 'bo@example.com' });
  await page.goto('/settings/data');
  const email = page.getByLabel('Customer’s email');
  await email.fill('nobody@example.com');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    /This account has no data about nobody@example.com/,
  );

  await email.fill(' Alex@Example.com ');
  await page.getByRole('button', { name: 'Find' }).click();
  const person = page.getByRole('region', { name: 'alex@example.com' });
  await expect(person).toContainText('In Inkwell');
  expect(page.url()).not.toContain('example.com');
  const waiting = page.waitForEvent('download');
  await person.getByRole('link', { name: 'Export as JSON' }).click();
  const file = JSON.parse(await readFile(await (await waiting).path(), 'utf8'));
  expect(file.name).toBe('Alex');

  await person.getByRole('button', { name: 'Delete permanently' }).click();
  await expect(messages(page).getByText('Customer deleted from every product.')).toBeVisible();
  await expect(person).toHaveCount(0);
  const left = await sql`
    select c.email from public.customers c join public.api_keys k using (account_id)
    where k.hint = ${key.slice(-4)}`;
  expect(left.map((row) => row.email)).toEqual(['bo@example.com']);
});

test('an account is deleted a week after its name was typed, and can be kept until then', async ({
  page,
  sql,
}) => {
  const owner = await givenFounder(page, 'ada', 'Tiny Products');
  await page.goto('/settings/data');
  await page.getByLabel('Type Tiny Products to confirm').fill('tiny');
  await page.getByRole('button', { name: 'Delete account in 7 days' }).click();
  await expect(page.getByRole('alert')).toHaveText(/To delete the account, type its name exactly/);

  await page.getByLabel('Type Tiny Products to confirm').fill('Tiny Products');
  await page.getByRole('button', { name: 'Delete account in 7 days' }).click();
  const banner = page.getByRole('status').filter({ hasText: 'Tiny Products will be deleted on' });
  await expect(banner).toBeVisible();
  await page.goto('/customers');
  await banner.getByRole('link', { name: 'Cancel deletion' }).click();
  await page.getByRole('button', { name: 'Cancel deletion' }).click();
  await expect(messages(page).getByText('Deletion canceled.')).toBeVisible();
  await expect(banner).toHaveCount(0);

  await page.getByLabel('Type Tiny Products to confirm').fill('Tiny Products');
  await page.getByRole('button', { name: 'Delete account in 7 days' }).click();
  await expect(banner).toBeVisible();
  const [due] = await sql`
    update public.accounts a set deletion_at = now() from public.members m
    where m.account_id = a.id and m.email = ${owner} returning a.id`;
  await sql`select private.delete_due_accounts(100)`;
  expect(await sql`select from public.accounts where id = ${due!.id}`).toHaveLength(0);
  await page.goto('/customers');
  await expect(page.getByRole('heading', { name: 'New account' })).toBeVisible();
});
