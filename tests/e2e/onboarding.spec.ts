import { createProject, givenFounder, ingest, signUp } from './steps.ts';
import { expect, test } from './test.ts';

test('a new project waits for its first customer, turns green by itself, and leads to the row', async ({
  page,
}) => {
  await givenFounder(page);
  const key = await createProject(page, 'Inkwell');
  const status = page.getByRole('status');
  await expect(status.filter({ hasText: 'Waiting for the first customer' })).toBeVisible();

  await ingest('identify', key, { email: 'alex@example.com', status: 'trial' });
  await expect(status.filter({ hasText: 'Connected' })).toContainText('alex@example.com');
  const last = page.getByRole('region', { name: 'Last calls' }).getByRole('listitem');
  await expect(last).toHaveCount(1);
  await expect(last).toContainText(/alex@example\.com.*Trial/s);
  await ingest('identify', key, { email: 'sam@example.com', status: 'paid' });
  await expect(last).toHaveCount(2);

  await page.getByRole('link', { name: 'See the row' }).click();
  await expect(page).toHaveURL(/\/customers/);
  await expect(page.getByRole('row').filter({ hasText: 'alex@example.com' })).toBeVisible();
});

test('a test customer is sent with the real key, through the real address', async ({
  page,
  sql,
}) => {
  await givenFounder(page);
  const key = await createProject(page, 'Inkwell');
  await page.getByRole('button', { name: 'Send a test customer' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible();

  const rows = await sql`
    select c.email, cp.status, k.last_used_at is not null as used
    from public.api_keys k
    join public.customer_projects cp using (account_id, project_id)
    join public.customers c on c.account_id = cp.account_id and c.id = cp.customer_id
    where k.hash = sha256(${key}::bytea)`;
  expect([...rows]).toEqual([{ email: 'test.customer@example.com', status: 'trial', used: true }]);
});

test('a test customer that is refused says why', async ({ page, sql }) => {
  await givenFounder(page);
  const key = await createProject(page, 'Inkwell');
  await sql`update public.api_keys set revoked_at = now() where hash = sha256(${key}::bytea)`;
  await page.getByRole('button', { name: 'Send a test customer' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Send a live API key' })).toBeVisible();
});

test('refused calls are shown with the reason, and what to do about it', async ({ page, sql }) => {
  await givenFounder(page);
  const key = await createProject(page, 'Inkwell');
  await ingest('identify', key, { email: 'alex@example.com', status: 'gold' });
  await ingest('identify', key, { email: 'alex@example.com', status: 'gold' });
  await ingest('identfy', key, { email: 'alex@example.com' });

  const refused = page
    .getByRole('region', { name: 'Refused in the last ten minutes' })
    .getByRole('listitem');
  await expect(refused).toHaveCount(2);
  const status = refused.filter({ hasText: '/status' });
  await expect(status).toContainText(
    /422.*2 ×.*The status must be free, trial, paid or churned\./s,
  );
  await expect(status).toContainText('Map your own statuses to free, trial, paid or churned.');
  await expect(refused.filter({ hasText: '404' })).toContainText('it must end in /identify');

  const rows = await sql`
    select i.code, i.count::int, i.pointer from public.refused_calls i
    join public.api_keys k using (account_id, project_id)
    where k.hash = sha256(${key}::bytea) order by 1`;
  expect([...rows]).toEqual([
    { code: 'not_found', count: 1, pointer: '' },
    { code: 'validation_failed', count: 2, pointer: '/status' },
  ]);
});

test('each language has a snippet, which reads the key from the lines of .env', async ({
  page,
}) => {
  await givenFounder(page);
  const key = await createProject(page, 'Inkwell');
  const languages = ['curl', 'Python', 'PHP', 'Ruby'];
  const frameworks = ['Next.js', 'Express', 'SvelteKit', 'Hono', 'Node.js'];
  for (const title of [...languages, ...frameworks]) {
    await page.getByText(title, { exact: true }).click();
    const [lines, ...shown] = await page.locator('pre:visible').allInnerTexts();
    expect(lines).toMatch(new RegExp(`^TINYCRM_KEY=${key}\nTINYCRM_URL=http.*/v1$`));
    if (frameworks.includes(title)) expect(shown.shift()).toMatch(/^npm install http.*\/sdk\.tgz$/);
    expect(shown.join('\n')).toContain('TINYCRM_KEY');
    expect(shown.join('\n')).not.toContain(key);
  }
  await expect(page.locator('p:visible', { hasText: 'tinycrm-sdk 0.1.0' })).toContainText(
    /sha512-[\w+/]{86}==/,
  );

  // They stay on the project's page, with a place for the key, and beside them the ways without code.
  await page.getByRole('link', { name: 'I have kept it' }).click();
  await page.getByRole('link', { name: 'Inkwell', exact: true }).click();
  await expect(page.getByText('TINYCRM_KEY=tcrm_proj_…')).toBeVisible();
  await expect(page.getByRole('button', { name: /AI agent/ })).toBeVisible();
  await page
    .getByText('Or connect a tool, no code')
    .locator('..')
    .getByText('Stripe', { exact: true })
    .click();
  await expect(page).toHaveURL(/receivers\/stripe$/);
});

test('an account that is empty fills with sample data in one click, and shows it', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL, timezoneId: 'Europe/Berlin' });
  const page = await context.newPage();
  await signUp(page);
  await page.getByRole('button', { name: 'Add sample data' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Mira Okafor' })).toBeVisible();

  await test.step('its times and money are those of the browser it was made in', async () => {
    await page.goto('/settings');
    await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Berlin');
    await expect(page.getByLabel('Currency')).toHaveValue('EUR');
  });
  await context.close();
});

test('sample data comes and goes, and leaves what is real', async ({ page, sql }) => {
  const founder = await givenFounder(page);
  const key = await createProject(page, 'Inkwell');
  await ingest('identify', key, { email: 'alex@example.com' });
  const people = () => sql`
    select count(*)::int as count from public.customers c
    join public.members m using (account_id) join auth.users u on u.id = m.user_id
    where u.email = ${founder}`;

  await page.goto('/projects');
  await page.getByRole('button', { name: 'Add sample data' }).click();
  await expect(page.getByRole('heading', { name: 'Sample Notes' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sample Mail' })).toBeVisible();
  expect([...(await people())]).toEqual([{ count: 41 }]);

  await page.getByRole('button', { name: 'Remove sample data' }).click();
  await expect(page.getByRole('button', { name: 'Add sample data' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sample Notes' })).toHaveCount(0);
  expect([...(await people())]).toEqual([{ count: 1 }]);
});
