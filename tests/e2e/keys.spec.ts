import { createProject, givenFounder, ingest, menu } from './steps.ts';
import { expect, test } from './test.ts';

const works = async (key: string) =>
  (await ingest('identify', key, { email: 'alex@example.com' })).status;

test('a rotated key is replaced, and works on for as long as was chosen', async ({ page, sql }) => {
  await givenFounder(page);
  const old = await createProject(page, 'Inkwell');
  await page.goto('/projects');
  await menu(page, 'Rotate');
  await page.getByLabel('Keep the old key working for').selectOption('1 hour');
  await page.getByRole('button', { name: 'Rotate key' }).click();
  await expect(page.getByTestId('api-key')).not.toHaveText(old);
  const fresh = await page.getByTestId('api-key').innerText();
  await expect(page.getByRole('heading', { name: 'Your key for Inkwell' })).toBeFocused();

  expect([await works(old), await works(fresh)]).toEqual([200, 200]);
  await expect(page.getByText(/Ends in (59|60) min|Ends in 1 hr/)).toBeVisible();
  const [row] = await sql`
    select round(extract(epoch from expires_at - now()) / 3600)::int as hours
    from public.api_keys where hash = sha256(${old}::bytea)`;
  expect(row).toEqual({ hours: 1 });

  await page.goto('/projects');
  await menu(page, 'Rotate');
  await page.getByLabel('Keep the old key working for').first().selectOption('Stop it now');
  await page.getByRole('button', { name: 'Rotate key' }).first().click();
  await expect(page.getByTestId('api-key')).toBeVisible();
  expect(await works(fresh)).toBe(401);
});

test('a revoked key is refused from that moment on', async ({ page, sql }) => {
  await givenFounder(page);
  const key = await createProject(page, 'Inkwell');
  expect(await works(key)).toBe(200);
  await page.goto('/projects');
  await menu(page, 'Revoke');
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('No live keys.')).toBeVisible();
  await page.getByText('1 ended key').click();
  await expect(page.getByText('Revoked just now')).toBeVisible();

  expect(await works(key)).toBe(401);
  const [row] = await sql`
    select revoked_at is not null as revoked from public.api_keys
    where hash = sha256(${key}::bytea)`;
  expect(row).toEqual({ revoked: true });
});

test('a project has as many named keys as its places need', async ({ page }) => {
  await givenFounder(page);
  await createProject(page, 'Inkwell');
  await page.goto('/projects');
  await menu(page, 'New key');
  await page.getByLabel('Key name').fill('staging');
  await page.getByRole('button', { name: 'Create key' }).click();
  const staging = await page.getByTestId('api-key').filter({ hasNotText: 'default' }).innerText();
  await expect(page.getByText('staging', { exact: true })).toBeVisible();
  expect(await works(staging)).toBe(200);
});

test('a taken name is refused with a sentence', async ({ page }) => {
  await givenFounder(page);
  await createProject(page, 'Inkwell');
  await page.goto('/projects');
  await menu(page, 'New project');
  await page.getByLabel('Project name').fill('Inkwell');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'You already have a project with this name. Choose another one.',
  );
});

test('the copy button copies the key and says so', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await givenFounder(page);
  const key = await createProject(page, 'Inkwell');
  await page.getByRole('button', { name: 'Copy the key' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied: the key' })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
});
