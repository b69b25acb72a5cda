import { createProject, ingest, signUp } from './steps.ts';
import { expect, test } from './test.ts';

test('a person in two projects is one row with two badges', async ({ page, sql }) => {
  const founder = await signUp(page, 'ada', 'Northwind Labs');
  await expect(page.getByRole('heading', { name: 'Create your first project' })).toBeVisible();

  await page.getByLabel('Project name').fill('Inkwell');
  await page.getByRole('button', { name: 'Create project' }).click();
  const inkwell = await page.getByTestId('api-key').innerText();
  expect(inkwell).toMatch(/^tcrm_proj_[0-9A-Za-z]{49}$/);
  const quietmail = await createProject(page, 'Quietmail');

  await page.getByRole('link', { name: 'Customers', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'No customers yet' })).toBeVisible();

  const first = await ingest('identify', inkwell, {
    email: 'Alex@Example.com',
    name: 'Alex',
    status: 'paid',
    params: { plan: 'pro', mrr: 29 },
  });
  const second = await ingest('identify', quietmail, {
    email: ' alex@example.com ',
    status: 'free',
    params: { plan: 'hobby' },
  });
  expect([first.status, second.status]).toEqual([200, 200]);

  await page.getByRole('link', { name: 'Check again' }).click();
  const row = page.getByRole('row').filter({ hasText: 'alex@example.com' });
  await expect(row).toHaveCount(1);
  await expect(row.getByRole('link', { name: 'Inkwell Paid' })).toBeVisible();
  await expect(row.getByRole('link', { name: 'Quietmail Free' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /^1 customer$/ })).toBeVisible();

  const people = await sql`
    select c.email, c.name, count(*)::int as projects
    from public.customers c
    join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id
    join public.members m on m.account_id = c.account_id
    join auth.users u on u.id = m.user_id
    where u.email = ${founder}
    group by c.account_id, c.id`;
  expect([...people]).toEqual([{ email: 'alex@example.com', name: 'Alex', projects: 2 }]);
});

test('the snippets on the page work as they stand, and a key is shown once', async ({
  page,
  sql,
}) => {
  await signUp(page);
  const key = await createProject(page, 'Inkwell');
  await page.getByText('curl', { exact: true }).click();
  const [lines, curl] = await page.locator('pre:visible').allInnerTexts();
  const [, url] = /TINYCRM_URL=(.+)/.exec(lines!)!;
  expect(lines).toContain(`TINYCRM_KEY=${key}\n`);
  const [, path] = /"\$TINYCRM_URL(.+)"/.exec(curl!)!;
  const [, body] = /-d '(.+)'/.exec(curl!)!;
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: body!,
  });
  expect(answer.status).toBe(200);

  await page.getByRole('link', { name: 'I have kept it' }).click();
  await expect(page.getByText(`tcrm_proj_…${key.slice(-4)}`)).toBeVisible();
  await expect(page.getByText('Used just now')).toBeVisible();
  expect(await page.content()).not.toContain(key);
  const kept = await sql`select hash from public.api_keys where hint = ${key.slice(-4)}`;
  expect(JSON.stringify(kept)).not.toContain(key);
});

test('a badge opens what its project knows, by mouse and by keyboard', async ({ page }) => {
  await signUp(page);
  const key = await createProject(page, 'Inkwell');
  await ingest('identify', key, {
    email: 'sam@example.com',
    status: 'trial',
    params: { plan: 'pro', seats: 3, flags: { beta: true } },
  });
  await page.goto('/customers');

  const badge = page.getByRole('link', { name: 'Inkwell Trial' });
  const popover = page.getByRole('dialog', { name: 'Inkwell of sam@example.com' });
  await badge.click();
  await expect(popover).toContainText('Trial');
  await expect(popover).toContainText('pro');
  await expect(popover).toContainText(/flags.*beta.*true/);
  await expect(badge).toHaveAttribute('aria-expanded', 'true');

  await page.keyboard.press('Escape');
  await expect(popover).toBeHidden();
  await expect(badge).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(popover).toBeVisible();
  // Its params are read before its links.
  await expect(popover).toBeFocused();
  await expect(popover).toContainText(/Active just now · [A-Z][a-z]{2} \d+, \d{4}, \d+:\d\d/);
  await page.keyboard.press('Tab');
  await expect(popover.getByRole('link', { name: 'Open customer' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'sam@example.com' })).toBeVisible();
});

test('a customer page shows every project side by side, with the history', async ({ page }) => {
  await signUp(page);
  const inkwell = await createProject(page, 'Inkwell');
  const quietmail = await createProject(page, 'Quietmail');
  const email = 'alex@example.com';
  await ingest('identify', inkwell, { email, name: 'Alex', status: 'trial' });
  await ingest('identify', inkwell, { email, status: 'paid', params: { plan: 'pro', mrr: 29 } });
  await ingest('identify', quietmail, { email, status: 'churned' });

  await page.goto('/customers');
  await page.getByRole('link', { name: 'Alex', exact: true }).click();
  await page.getByRole('link', { name: 'Open as a page' }).click();
  await expect(page.getByRole('heading', { name: 'Alex', level: 1 })).toBeVisible();
  const cards = page.getByRole('region', { name: 'Products' }).getByRole('listitem');
  await expect(cards).toHaveCount(2);
  await expect(cards.filter({ hasText: 'Inkwell' })).toContainText(/Paid.*plan.*pro.*mrr.*29/s);
  await expect(cards.filter({ hasText: 'Quietmail' })).toContainText('Churned');

  const history = page.getByRole('region', { name: 'Status history' }).getByRole('listitem');
  await expect(history).toHaveCount(3);
  await expect(history.nth(0)).toContainText(/Quietmail.*Started as.*Churned/s);
  await expect(history.nth(1)).toContainText(/Inkwell.*Trial.*Paid/s);
  await expect(history.nth(2)).toContainText(/Inkwell.*Started as.*Trial/s);
});
