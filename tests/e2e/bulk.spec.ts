import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, test } from './test.ts';

test.beforeEach(async ({ page }) => {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  for (const name of ['Ada', 'Bo', 'Cy', '=Dan']) {
    const email = `${name.replace('=', '').toLowerCase()}@example.com`;
    await ingest('identify', key, { email, name, status: 'free' });
  }
  await page.goto('/customers?sort=email');
});

test('selected people get a tag, which is taken back', async ({ page, sql }) => {
  const tags = () => sql`
    select c.email, t.tag from public.customer_tags t
    join public.customers c on c.account_id = t.account_id and c.id = t.customer_id
    join public.projects p on p.account_id = c.account_id order by c.email, p.created_at desc`;
  await page.getByRole('checkbox', { name: 'Select ada@example.com' }).check();
  await page.getByRole('checkbox', { name: 'Select bo@example.com' }).check();
  const bar = page.getByRole('region', { name: 'Selected customers' });
  await expect(bar).toContainText('2 people selected');
  const tag = `vip-${crypto.randomUUID().slice(0, 8)}`;
  await bar.getByRole('button', { name: 'Tag', exact: true }).click();
  await bar.getByLabel('Tag').fill(tag);
  await bar.getByRole('button', { name: 'Tag 2 people' }).click();
  await expect(bar).toContainText(`Tagged 2 people “${tag}”.`);
  expect((await tags()).filter((row) => row.tag === tag)).toHaveLength(2);
  await bar.getByRole('button', { name: 'Undo' }).click();
  await expect(bar).toContainText(`Took “${tag}” off again.`);
  expect((await tags()).filter((row) => row.tag === tag)).toHaveLength(0);
});

test('selected people get a status in a project', async ({ page }) => {
  await page.getByRole('checkbox', { name: 'Select cy@example.com' }).check();
  const bar = page.getByRole('region', { name: 'Selected customers' });
  await bar.getByRole('button', { name: 'Set status' }).click();
  await bar.getByLabel('Status').selectOption('paid');
  await bar.getByRole('button', { name: 'Set for 1 person' }).click();
  await expect(bar).toContainText('1 person is paid now.');
  await expect(page.getByRole('row', { name: /Cy/ })).toContainText('Paid');
  await expect(page.getByRole('row', { name: /Ada/ })).toContainText('Free');
});

test('people are erased only when their number is typed', async ({ page }) => {
  await page.getByRole('checkbox', { name: 'Select ada@example.com' }).check();
  await page.getByRole('checkbox', { name: 'Select bo@example.com' }).check();
  const bar = page.getByRole('region', { name: 'Selected customers' });
  await bar.getByRole('button', { name: 'Erase', exact: true }).click();
  const erase = bar.getByRole('button', { name: 'Erase', exact: true }).first();
  await expect(erase).toBeDisabled();
  await bar.getByLabel(/Type 2 to erase 2 people/).fill('2');
  await erase.click();
  await expect(bar).toContainText('Erased 2 people.');
  await expect(page.getByRole('row', { name: /Ada/ })).toBeHidden();
  await expect(page.getByRole('row', { name: /Cy/ })).toBeVisible();
});

test('a view is exported as CSV, whole, in its order, and safe for spreadsheets', async ({
  page,
}) => {
  const response = await page.request.get('/customers/export?sort=email');
  expect(response.headers()['content-type']).toContain('text/csv');
  const lines = (await response.text()).trim().split('\r\n');
  expect(lines.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
    'email name',
    'ada@example.com Ada',
    'bo@example.com Bo',
    'cy@example.com Cy',
    "dan@example.com '=Dan",
  ]);
});
