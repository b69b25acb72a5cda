import { expectAccessible } from './axe.ts';
import { linkInMail, mailsTo } from './mailbox.ts';
import { givenFounder, messages, PASSWORD, signUp } from './steps.ts';
import { expect, newPerson, test } from './test.ts';

const NEW_PASSWORD = 'battery staple horse';

test('a forgotten password is replaced by a link in a mail, in another browser too', async ({
  page,
  browser,
  baseURL,
}) => {
  const email = await givenFounder(page);
  const elsewhere = await newPerson(browser, baseURL);
  await page.context().clearCookies();

  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(page.getByRole('heading', { name: 'Forgot password' })).toBeVisible();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible();

  const link = await linkInMail(email, 'Choose a new password');
  await elsewhere.goto(link);
  await elsewhere.getByRole('button', { name: 'Continue' }).click();
  await expect(elsewhere).toHaveURL(/\/settings\?new-password/);
  await elsewhere.getByLabel('New password').fill(NEW_PASSWORD);
  await elsewhere.getByRole('button', { name: 'Change password' }).click();
  await expect(messages(elsewhere).getByText('Password changed')).toBeVisible();

  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText(/Wrong email or password/);
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/customers/);

  await elsewhere.context().clearCookies();
  await elsewhere.goto(link);
  await elsewhere.getByRole('button', { name: 'Continue' }).click();
  await expect(elsewhere.getByRole('alert')).toHaveText(/expired or was already used/);
});

test('a link by mail signs in without a password', async ({ page }) => {
  const email = await givenFounder(page);
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a link instead' }).click();
  await expect(page.getByText(email)).toBeVisible();

  const link = await linkInMail(email, 'Your sign-in link');
  const { text } = (await mailsTo(email)).findLast(
    ({ subject }) => subject === 'Your sign-in link',
  )!;
  // Its plain text has the same link, and no code, for which there is no field.
  expect(text).toContain(link);
  expect(text).not.toMatch(/code/i);
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/customers$/);
});

test('a link of somebody else asks before it signs one out', async ({ page, browser, baseURL }) => {
  const email = await givenFounder(page, 'stays');
  const other = await newPerson(browser, baseURL);
  const otherEmail = await givenFounder(other, 'other');
  await other.context().clearCookies();
  await other.goto('/sign-in');
  await other.getByLabel('Email').fill(otherEmail);
  await other.getByRole('button', { name: 'Email me a link instead' }).click();
  await expect(other.getByRole('heading', { name: 'Check your inbox' })).toBeVisible();
  const link = await linkInMail(otherEmail, 'Your sign-in link');

  await page.goto(link);
  await expect(page.getByText(`You’re signed in as ${email}.`)).toBeVisible();
  await expectAccessible(page, 'asked before a sign-out');
  await page.getByRole('link', { name: 'Stay signed in' }).click();
  await expect(page.locator('header')).toContainText('stays');

  await page.goto(link);
  await page.getByRole('button', { name: 'Sign out and continue' }).click();
  await expect(page).toHaveURL(/\/customers$/);
  await expect(page.locator('header')).toContainText('other');
});

test('opening a link does not use it up: mail scanners do that too', async ({ page, request }) => {
  const email = await givenFounder(page);
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a link instead' }).click();
  const link = await linkInMail(email, 'Your sign-in link');
  await request.get(link);
  await request.get(link);
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/customers/);
});

test('who has no account reads the same and gets no mail', async ({ page }) => {
  const email = 'nobody-has-this@example.com';
  await page.goto('/forgot-password');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a link instead' }).click();
  await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible();
  expect(await mailsTo(email)).toEqual([]);
});

test('a new email counts once its link was opened', async ({ page, sql }) => {
  const email = await givenFounder(page);
  const newEmail = `new-${email}`;
  await page.goto('/settings');
  await page.getByLabel('New email').fill(newEmail);
  await page.getByRole('button', { name: 'Change email' }).click();
  await expect(messages(page).getByText(`If ${newEmail} isn’t already in use`)).toBeVisible();
  expect(await sql`select from auth.users where email = ${newEmail}`).toHaveLength(0);

  // The local Auth server asks the present address only; a hosted one asks both.
  await page.goto(await linkInMail(email, 'Confirm your new email'));
  await page.getByRole('button', { name: 'Confirm new email' }).click();
  await expect(page).toHaveURL(/\/settings/);
  expect(await sql`select from auth.users where email = ${newEmail}`).toHaveLength(1);
});

test('the account gets another name', async ({ page, sql }) => {
  const email = await givenFounder(page, 'namer');
  await page.goto('/settings');
  await page.getByLabel('Account name').fill('Acme & Daughters');
  await page.getByRole('button', { name: 'Save name' }).click();
  await expect(messages(page).getByText('Account name saved.')).toBeVisible();
  await expect(page.locator('header')).toContainText('Acme & Daughters');
  const [account] = await sql`
    select a.name from public.accounts a
    join public.members m on m.account_id = a.id
    join auth.users u on u.id = m.user_id where u.email = ${email}`;
  expect(account!.name).toBe('Acme & Daughters');
});

test('sessions are listed, and one or all of them are ended', async ({
  page,
  browser,
  baseURL,
}) => {
  const email = await signUp(page);
  const other = await newPerson(browser, baseURL);
  const signInElsewhere = async () => {
    await other.goto('/sign-in');
    await other.getByLabel('Email').fill(email);
    await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await expect(other).toHaveURL(/\/customers/);
  };
  const isOut = async (who: typeof page) => {
    await who.goto('/customers');
    await expect(who).toHaveURL(/\/sign-in/);
  };
  await signInElsewhere();

  await page.goto('/settings');
  await page.getByRole('link', { name: 'Sessions' }).click();
  const rows = page.getByRole('listitem').filter({ hasText: 'Chrome on' });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('This browser');
  await rows.last().getByRole('button', { name: 'Sign out' }).click();
  await expect(messages(page).getByText('Signed out.')).toBeVisible();
  await expect(rows).toHaveCount(1);
  await isOut(other);

  await signInElsewhere();
  await page.goto('/settings/sessions');
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(messages(page).getByText('Signed out everywhere else.')).toBeVisible();
  await isOut(other);

  await signInElsewhere();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await isOut(page);
  await isOut(other);
});
