import { randomUUID } from 'node:crypto';
import { givenFounder, givenProject, ingest, menu, PASSWORD, signUp } from './steps.ts';
import { expect, newPerson, test } from './test.ts';

test('signing out ends the session, and signing in leads back to where one was', async ({
  page,
}) => {
  const email = await givenFounder(page);
  await page.goto('/projects');
  const account = page.locator('summary').filter({ hasText: email.split('@')[0]! });
  await expect(account).toHaveAccessibleName(/^Account: /);
  await account.click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect(await page.context().cookies()).toEqual([]);

  await page.goto('/customers?q=alex');
  await expect(page).toHaveURL('/sign-in?next=%2Fcustomers%3Fq%3Dalex');
  await expect(page.getByLabel('Email')).toBeFocused();
  await page.getByLabel('Email').fill(email);
  const password = page.getByLabel('Password');
  await password.fill('wrong password');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(password).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Hide password' }).click();
  await expect(password).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'Wrong email or password. Check both and try again.',
  );
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/customers?q=alex');
});

test('signing up with an email that has an account tells nobody so', async ({
  page,
  browser,
  baseURL,
}) => {
  const email = await givenFounder(await newPerson(browser, baseURL));
  const signUpWith = async (password: string) => {
    await page.goto('/sign-up');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Create account' }).click();
  };
  await signUpWith('some other password');
  await expect(page.getByRole('alert')).toHaveText(
    'We couldn’t create an account with this email. Try signing in, or reset your password.',
  );
  await signUpWith(PASSWORD);
  await expect(page).toHaveURL(/\/customers$/);
});

test('a sign-in page never leads to another site', async ({ page }) => {
  const email = await givenFounder(page);
  await page.context().clearCookies();
  await page.goto('/sign-in?next=//evil.example/customers');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/customers');
});

test('the session is in cookies that no script can read', async ({ page }) => {
  await signUp(page);
  const cookies = await page.context().cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  }
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a second founder sees nothing of the first', async ({ page, browser, baseURL, sql }) => {
  await givenFounder(page, 'first');
  const key = await givenProject(page, 'Inkwell');
  const email = `alex-${randomUUID()}@example.com`;
  await ingest('identify', key, { email });
  await page.goto('/customers');
  await page.getByRole('rowheader').getByRole('link').click();
  await page.getByRole('link', { name: 'Open as a page' }).click();
  await expect(page.getByRole('heading', { name: email, level: 1 })).toBeVisible();

  const other = await newPerson(browser, baseURL);
  await signUp(other, 'second');
  await expect(other.getByRole('heading', { name: 'Create your first project' })).toBeVisible();
  await other.goto('/projects');
  await expect(other.getByText('Inkwell')).toHaveCount(0);
  await other.goto(page.url());
  await expect(other.getByRole('heading', { name: 'Page not found' })).toBeVisible();

  const otherKey = await givenProject(other, 'Inkwell');
  await ingest('identify', otherKey, { email });
  const rows = await sql`select distinct account_id from public.customers where email = ${email}`;
  expect(rows).toHaveLength(2);
});

test('a viewer sees everything and can change nothing', async ({ page, browser, baseURL, sql }) => {
  const founder = await givenFounder(page, 'owner', 'Shared Labs');
  const key = await givenProject(page, 'Inkwell');
  await ingest('identify', key, { email: 'alex@example.com', status: 'paid' });

  const viewer = await newPerson(browser, baseURL);
  const email = await givenFounder(viewer, 'viewer', 'Own Labs');
  const join = (role: string) => sql`
    insert into public.members (account_id, user_id, role)
    select m.account_id, v.id, ${role}::public.member_role
    from auth.users f join public.members m on m.user_id = f.id, auth.users v
    where f.email = ${founder} and v.email = ${email}
    on conflict (account_id, user_id) do update set role = excluded.role`;
  await join('admin');

  await viewer.goto('/projects');
  await menu(viewer, 'Own Labs');
  await viewer.getByRole('button', { name: 'Shared Labs' }).click();
  await expect(viewer.getByRole('link', { name: 'Inkwell Paid' })).toBeVisible();

  // The page was drawn for an admin: now the database is what refuses.
  await viewer.goto('/projects');
  await join('viewer');
  await menu(viewer, 'New key');
  await viewer.getByLabel('Key name').fill('mine');
  await viewer.getByRole('button', { name: 'Create key' }).click();
  await expect(viewer.getByRole('alert')).toHaveText(
    'You have view-only access. Ask an owner or admin of this account.',
  );
  await expect(viewer.getByTestId('api-key')).toHaveCount(0);

  await viewer.goto('/projects');
  await expect(viewer.getByText('You may look at them and change nothing.')).toBeVisible();
  for (const control of ['New project', 'New key', 'Rotate', 'Revoke']) {
    await expect(viewer.getByText(control, { exact: true })).toHaveCount(0);
  }
  const keys = await sql`
    select k.name from public.api_keys k
    join public.members m on m.account_id = k.account_id join auth.users u on u.id = m.user_id
    where u.email = ${founder}`;
  expect([...keys]).toEqual([{ name: 'default' }]);
});
