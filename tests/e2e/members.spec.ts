import { mailsTo } from './mailbox.ts';
import { givenFounder, givenProject, messages, PASSWORD } from './steps.ts';
import { expect, newPerson, test } from './test.ts';

test('somebody invited by mail signs up, joins, sees the projects, and cannot change them as a viewer', async ({
  page,
  browser,
  baseURL,
  sql,
}) => {
  const owner = await givenFounder(page, 'ada', 'Tiny Products');
  await givenProject(page, 'Notes');
  const invited = `grace-${crypto.randomUUID().slice(0, 8)}@example.com`;

  await page.goto('/settings/members');
  await page.getByLabel('Email').fill(invited.toUpperCase());
  await page.getByLabel('Role').selectOption('viewer');
  await page.getByRole('button', { name: 'Invite' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  await expect(page.getByText(`We emailed this link to ${invited}`)).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: invited })).toContainText('Viewer');

  const [mail] = await mailsTo(invited);
  expect(mail?.subject).toBe('Join Tiny Products on TinyCRM');
  expect(mail?.html).toContain(link);

  const grace = await newPerson(browser, baseURL);
  await grace.goto(link);
  await grace.getByRole('link', { name: 'Create account' }).click();
  await expect(grace.getByRole('heading', { name: 'Create an account' })).toBeVisible();
  await grace.getByLabel('Email').fill(invited);
  await grace.getByLabel('Password').fill(PASSWORD);
  await grace.getByRole('button', { name: 'Create account' }).click();
  await expect(grace.getByRole('heading', { name: 'Join Tiny Products' })).toBeVisible();
  await expect(grace.getByText(`${owner} invited you as a viewer`)).toBeVisible();
  await grace.getByRole('button', { name: 'Join Tiny Products' }).click();
  await expect(grace).toHaveURL(/\/customers$/);
  await grace.goto('/projects');
  await expect(grace.getByText('Notes')).toBeVisible();
  await expect(grace.getByText('New project', { exact: true })).toBeHidden();

  await grace.goto(link);
  await expect(
    grace.getByRole('heading', { name: 'This invitation is no longer valid' }),
  ).toBeVisible();
  const [row] = await sql`
    select array_agg(role order by role)::text[] as roles from public.members m
    join public.accounts a on a.id = m.account_id where a.name = 'Tiny Products' and m.email in ${sql([owner, invited])}`;
  expect(row?.roles).toEqual(['owner', 'viewer']);
});

test('an invitation is for one email: whoever is signed in with another is told, and joins nothing', async ({
  page,
  browser,
  baseURL,
}) => {
  await givenFounder(page, 'ada', 'Private Things');
  await page.goto('/settings/members');
  await page.getByLabel('Email').fill('somebody-else@example.com');
  await page.getByRole('button', { name: 'Invite' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();

  const stranger = await newPerson(browser, baseURL);
  await givenFounder(stranger, 'stranger');
  await stranger.goto(link);
  await expect(stranger.getByRole('heading', { name: 'Wrong account' })).toBeVisible();
  await stranger.getByRole('button', { name: 'Sign in as somebody-else@example.com' }).click();
  await expect(stranger).toHaveURL(/\/sign-in\?next=%2Finvitations/);

  await page
    .getByRole('button', { name: 'Withdraw invitation for somebody-else@example.com' })
    .click();
  await expect(messages(page).getByText('Invitation withdrawn.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Withdraw/ })).toBeHidden();
});

test('an owner hands the account over and leaves; who is removed sees nothing of it', async ({
  page,
  browser,
  baseURL,
  sql,
}) => {
  const ada = await givenFounder(page, 'ada', 'Ours');
  const second = await newPerson(browser, baseURL);
  const grace = await givenFounder(second, 'grace', 'Hers');
  await sql`
    insert into public.members (account_id, user_id, role, email)
    select a.account_id, b.user_id, 'admin', b.email from public.members a, public.members b
    where a.email = ${ada} and b.email = ${grace}`;

  await page.goto('/settings/members');
  await expect(page.getByRole('button', { name: 'Leave account' })).toBeDisabled();
  const row = page.getByRole('listitem').filter({ hasText: grace });
  await row.locator('summary').click();
  await row.getByRole('button', { name: 'Transfer ownership' }).click();
  await expect(messages(page).getByText(`${grace} is now the owner`)).toBeVisible();
  await page.getByRole('button', { name: 'Leave account' }).click();
  // Nothing is left: a new account is the way on.
  await expect(page).toHaveURL(/\/new-account/);
  await page.getByLabel('Account name').fill('Mine again');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/projects/);
  await expect(page.getByText('Mine again')).toBeVisible();
});

test('an admin manages viewers, and leaves owners alone', async ({
  page,
  browser,
  baseURL,
  sql,
}) => {
  const ada = await givenFounder(page, 'ada', 'Ours');
  const other = await newPerson(browser, baseURL);
  const grace = await givenFounder(other, 'grace', 'Hers');
  const third = await newPerson(browser, baseURL);
  const linus = await givenFounder(third, 'linus', 'His');
  await sql`
    insert into public.members (account_id, user_id, role, email)
    select a.account_id, b.user_id, case b.email when ${grace} then 'admin' else 'viewer' end::public.member_role, b.email
    from public.members a, public.members b
    where a.email = ${ada} and b.email in ${sql([grace, linus])}`;

  await other.goto('/customers');
  await other.locator('header summary').click();
  await other.getByRole('button', { name: 'Ours' }).click();
  await other.goto('/settings/members');
  await expect(other.getByRole('listitem').filter({ hasText: ada }).locator('summary')).toHaveCount(
    0,
  );
  const row = other.getByRole('listitem').filter({ hasText: linus });
  await row.locator('summary').click();
  await expect(row.getByRole('button', { name: 'Make owner' })).toHaveCount(0);
  await row.getByRole('button', { name: 'Make admin' }).click();
  await expect(messages(other).getByText(`${linus} is now an admin.`)).toBeVisible();
  await row.locator('summary').click();
  await row.getByRole('button', { name: 'Remove from account' }).click();
  await expect(messages(other).getByText(`Removed ${linus} from the account.`)).toBeVisible();
  const left = await sql`
    select email from public.members
    where account_id in (select account_id from public.members where email = ${ada}) order by email`;
  expect(left.map(({ email }) => email)).toEqual([ada, grace]);
});
