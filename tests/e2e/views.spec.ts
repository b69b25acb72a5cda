import type { Page } from '@playwright/test';
import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, newPerson, test } from './test.ts';

const rail = (page: Page) => page.getByRole('navigation', { name: 'Views' });
const names = (page: Page) => rail(page).getByRole('link').allInnerTexts();

async function saveView(page: Page, name: string) {
  await page.getByText('Save view', { exact: true }).first().click();
  await page.getByLabel('View name').fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

test.beforeEach(async ({ page }) => {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  for (const [email, mrr] of Object.entries({ ann: 20, bob: 60, cleo: 90 })) {
    await ingest('identify', key, {
      email: `${email}@example.com`,
      status: 'paid',
      params: { mrr },
    });
  }
  await page.goto('/customers');
});

test('a view is saved with its filters, order and columns, and is a link', async ({
  page,
  sql,
}) => {
  await page.goto('/customers?f=param.mrr:gt:50&sort=-param:mrr&cols=param:mrr*80');
  await saveView(page, 'Big spenders');
  await expect(rail(page).getByRole('link', { name: 'Big spenders 2' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  const id = new URL(page.url()).searchParams.get('view')!;
  const kept = await sql`select name, query from public.views where id = ${id}`;
  expect([...kept]).toEqual([
    { name: 'Big spenders', query: '?f=param.mrr:gt:50&sort=-param:mrr&cols=param:mrr*80' },
  ]);

  await rail(page).getByRole('link', { name: 'All' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(3);
  await rail(page).getByRole('link', { name: 'Big spenders' }).click();
  await expect(page.getByRole('rowheader')).toHaveText([/cleo/, /bob/]);
  await expect(page.getByRole('columnheader')).toHaveText(['', /Name/, /mrr/]);
});

test('a view that was changed is saved, saved anew, or set back', async ({ page, sql }) => {
  await page.goto('/customers?f=param.mrr:gt:50');
  await saveView(page, 'Big');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await expect(save).toHaveCount(0);
  await page.getByLabel('50, value').click();
  await page.getByRole('spinbutton', { name: 'mrr more than' }).fill('80');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('rowheader')).toHaveText([/cleo/]);
  await page.getByRole('link', { name: 'Reset' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(2);
  await expect(save).toHaveCount(0);

  await page.goBack();
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  await save.click();
  await expect(save).toHaveCount(0);
  const kept = await sql`select v.query from public.views v where v.name = 'Big'
    and v.id = ${new URL(page.url()).searchParams.get('view')!}`;
  expect([...kept]).toEqual([{ query: '?f=param.mrr:gt:80' }]);
});

test('views are renamed, moved and deleted, and a name that is taken is refused', async ({
  page,
}) => {
  for (const [name, query] of Object.entries({ One: 'sort=name', Two: 'sort=email' })) {
    await page.goto(`/customers?${query}`);
    await saveView(page, name);
  }
  const saved = async () => (await names(page)).slice(6).map((text) => text.split('\n')[0]);
  const more = (name: string) => page.getByLabel(`More about the view ${name}`);
  expect(await saved()).toEqual(['One', 'Two']);
  await more('Two').click();
  await page.getByRole('button', { name: 'Move up' }).click();
  await expect.poll(saved).toEqual(['Two', 'One']);
  await more('Two').click();
  await expect(page.getByRole('button', { name: 'Move up' })).toBeDisabled();
  await page.getByRole('button', { name: 'Move down' }).click();
  await expect.poll(saved).toEqual(['One', 'Two']);

  await more('Two').click();
  await page.getByLabel('View name').fill('One');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('A view with this name already exists.');
  await page.getByLabel('View name').fill('Second');
  await page.keyboard.press('Enter');
  await expect.poll(saved).toEqual(['One', 'Second']);
  await more('Second').click();
  await page.getByRole('button', { name: 'Delete this view' }).click();
  await expect.poll(saved).toEqual(['One']);
  await expect(page.getByRole('heading', { name: 'Customers', level: 1 })).toBeVisible();
});

test('a viewer uses views and changes none; another founder sees none of them', async ({
  page,
  browser,
  baseURL,
  sql,
}) => {
  await page.goto('/customers?sort=name');
  await saveView(page, 'By name');
  const viewer = await newPerson(browser, baseURL);
  const email = await givenFounder(viewer, 'viewer', 'Own Labs');
  await viewer.goto(page.url());
  await expect(viewer.getByText('By name')).toHaveCount(0);

  const id = new URL(page.url()).searchParams.get('view')!;
  await sql`insert into public.members (account_id, user_id, role)
    select v.account_id, u.id, 'viewer' from public.views v, auth.users u
    where v.id = ${id} and u.email = ${email}`;
  await sql`delete from public.members m using auth.users u, public.views v
    where m.user_id = u.id and u.email = ${email} and v.id = ${id} and m.account_id <> v.account_id`;
  await viewer.goto('/customers?sort=email');
  await expect(rail(viewer).getByRole('link', { name: 'By name' })).toBeVisible();
  await expect(viewer.getByText('Save view')).toHaveCount(0);
  await rail(viewer).getByRole('link', { name: 'By name' }).click();
  await expect(viewer).toHaveURL(/view=/);
  await viewer.getByLabel('More about the view By name').click();
  await expect(viewer.getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect(viewer.getByRole('button', { name: 'Delete this view' })).toHaveCount(0);
});
