import type { Locator } from '@playwright/test';
import { givenFounder, givenProject, ingest, menu, messages } from './steps.ts';
import { expect, test } from './test.ts';

let founder: string;
test.beforeEach(async ({ page }) => {
  founder = await givenFounder(page);
  const inkwell = await givenProject(page, 'Inkwell');
  const quietmail = await givenProject(page, 'Quietmail');
  const calls = [
    [
      inkwell,
      { email: 'ann@example.com', name: 'Ann', status: 'paid', params: { plan: 'pro', mrr: 20 } },
    ],
    [quietmail, { email: 'ann@example.com', status: 'paid', params: { plan: 'team', mrr: 15.5 } }],
    [inkwell, { email: 'bob@example.com', name: 'Bob', status: 'trial', params: { plan: 'pro' } }],
    [quietmail, { email: 'cleo@example.com', name: 'Cleo', status: 'free', params: { mrr: 30 } }],
  ] as const;
  for (const [key, call] of calls) expect((await ingest('identify', key, call)).status).toBe(200);
  await page.goto('/customers');
  await expect(page.getByRole('rowheader')).toHaveCount(3);
});

test('the grid shows what a person is in each project, and a cell opens its details', async ({
  page,
}) => {
  await page.getByRole('link', { name: 'Grid of products' }).click();
  await expect(page.getByRole('columnheader')).toHaveText([
    '',
    /Name/,
    /Inkwell/,
    /Quietmail/,
    /Last activity/,
  ]);
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await expect(row('Ann').getByRole('cell').nth(2)).toContainText(/Paid.*team/s);
  await expect(row('Bob').getByRole('cell').nth(2)).toHaveText(/No customer/);

  await row('Ann').getByRole('cell').nth(1).getByRole('link').click();
  const details = page.getByRole('dialog', { name: 'Inkwell of ann@example.com' });
  await expect(details).toContainText(/plan.*pro/s);
  await expect(page.getByRole('rowheader')).toHaveCount(3);
  await details.getByRole('link', { name: 'Filter by Paid in Inkwell' }).click();
  await expect(page.getByRole('rowheader')).toHaveText([/Ann/]);
  await expect(
    page.getByRole('listitem', { name: 'Filter: Status is Paid in Inkwell' }),
  ).toBeVisible();
  await expect(details).toBeHidden();
});

test('what is filtered or sorted by is a column, also of one project, and its head stands over it', async ({
  page,
}) => {
  await page.goto('/customers?sort=-param:mrr');
  const right = async (locator: Locator) => {
    const box = (await locator.boundingBox())!;
    return box.x + box.width;
  };
  const heads = page.getByRole('columnheader');
  const cells = page.locator('td.param');
  await expect(cells).toHaveText(['35.5', '30', '']);
  await expect(heads.nth(4)).toContainText('mrr');
  // The arrow of the order stands right of the word.
  const figure = cells.first().locator('span');
  expect(await right(heads.nth(4).locator('svg'))).toBe(await right(figure));
  await menu(page, 'Columns');
  await page.getByLabel('Find a column').fill('mrr in q');
  await page.getByRole('link', { name: 'mrr in Quietmail' }).click();
  await expect(heads.last()).toHaveAccessibleName('mrr in Quietmail');
  const last = page.locator('td.param:nth-last-child(2)');
  await expect(last).toHaveText(['15.5', '30', '']);
  await page.keyboard.press('Escape');
  await heads.last().getByRole('link').click();
  await expect(page).toHaveURL(/sort=-param(%40|@)/);
  await expect(last).toHaveText(['30', '15.5', '']);
});

test('each view keeps its columns and layout, and a link has its own', async ({ page }) => {
  const heads = () => page.getByRole('columnheader').allInnerTexts();
  const rail = page.getByRole('navigation', { name: 'Views' });
  await menu(page, 'Columns');
  await page.getByRole('link', { name: 'plan', exact: true }).click();
  await expect.poll(heads).toContain('plan');
  await rail.getByRole('link', { name: 'Trials' }).click();
  await expect(page.getByRole('rowheader')).toHaveText([/Bob/]);
  expect(await heads()).not.toContain('plan');
  await page.getByRole('link', { name: 'Grid of products' }).click();
  await expect.poll(heads).toContain('Inkwell');

  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await page.getByRole('banner').getByRole('link', { name: 'Customers' }).click();
  await expect.poll(heads).toContain('plan');
  await rail.getByRole('link', { name: 'Trials' }).click();
  await expect.poll(heads).toContain('Inkwell');
  await rail.getByRole('link', { name: 'All' }).click();
  await expect.poll(heads).toContain('plan');

  await page.goto('/customers?cols=email');
  expect(await heads()).toEqual(['', 'Name', 'Email']);
  await page.goto('/customers');
  expect(await heads()).toContain('plan');
  await menu(page, 'Columns');
  await page.getByRole('link', { name: 'Reset columns' }).click();
  await expect.poll(heads).not.toContain('plan');
  await page.goto('/customers');
  expect(await heads()).not.toContain('plan');
});

test('columns are added, moved, pinned, sized and hidden, and the address keeps it', async ({
  page,
}) => {
  const heads = () =>
    page
      .getByRole('columnheader')
      .allInnerTexts()
      .then((all) => all.slice(1));
  await page.locator('summary').filter({ hasText: 'Columns' }).click();
  await page.getByRole('link', { name: 'mrr', exact: true }).click();
  await expect
    .poll(heads)
    .toEqual(['Name', 'Email', 'Products', 'Last activity', 'First seen', 'mrr']);
  await page.getByRole('link', { name: 'Hide First seen' }).click();
  await page.getByRole('link', { name: 'Move mrr to the left' }).click();
  await expect.poll(heads).toEqual(['Name', 'Email', 'Products', 'mrr', 'Last activity']);
  await page.getByRole('link', { name: 'Pin mrr' }).click();
  await expect.poll(heads).toEqual(['Name', 'mrr', 'Email', 'Products', 'Last activity']);
  await page.keyboard.press('Escape');

  const mrr = page.getByRole('columnheader', { name: 'mrr' });
  const width = async () => (await mrr.boundingBox())!.width;
  const before = await width();
  await mrr.getByRole('separator').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBe(before + 16);

  const grip = (await mrr.getByRole('separator').boundingBox())!;
  await page.mouse.move(grip.x + 4, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(grip.x + 64, grip.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(width).toBe(before + 76);

  await expect(page).toHaveURL(/param:mrr\*p\d+/);
  await page.reload();
  await expect.poll(heads).toEqual(['Name', 'mrr', 'Email', 'Products', 'Last activity']);
  expect(await width()).toBe(before + 76);
  await page.locator('summary').filter({ hasText: 'Columns' }).click();
  await page.getByRole('link', { name: 'Reset columns' }).click();
  await expect.poll(heads).toEqual(['Name', 'Email', 'Products', 'Last activity', 'First seen']);
});

test('a head that is dragged onto another takes its place', async ({ page }) => {
  await page
    .getByRole('columnheader', { name: 'First seen' })
    .dragTo(page.getByRole('columnheader', { name: 'Email' }));
  await expect
    .poll(() => page.getByRole('columnheader').allInnerTexts())
    .toEqual(['', 'Name', 'First seen', 'Email', 'Products', 'Last activity']);
});

test('a param sorts by its sum over the projects, and so does their number', async ({ page }) => {
  await page.goto('/customers?cols=project_count,param:mrr');
  const names = () => page.getByRole('rowheader').allInnerTexts();
  const sortBy = (name: string) =>
    page.getByRole('columnheader', { name }).getByRole('link').click();
  await sortBy('mrr');
  await expect
    .poll(names)
    .toEqual([/Ann/, /Cleo/, /Bob/].map((name) => expect.stringMatching(name)));
  await expect(page.locator('td.param').first()).toHaveText('35.5');
  await sortBy('mrr');
  await expect
    .poll(names)
    .toEqual([/Cleo/, /Ann/, /Bob/].map((name) => expect.stringMatching(name)));
  await sortBy('Products used');
  await expect.poll(async () => (await names())[0]).toMatch(/Ann/);
});

test('the rail leads to views, with how many customers each has', async ({ page }) => {
  const rail = page.getByRole('navigation', { name: 'Views' });
  await expect(rail.getByRole('link')).toHaveText([
    /All\s*3/,
    /Paying\s*1/,
    /Trials\s*1/,
    /Waitlist\s*0/,
    /Multi-product\s*1/,
    /Gone quiet\s*0/,
  ]);
  await rail.getByRole('link', { name: 'Trials' }).click();
  await expect(page.getByRole('heading', { name: 'Trials', level: 1 })).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveText([/Bob/]);
  await expect(rail.getByRole('link', { name: 'Trials' })).toHaveAttribute('aria-current', 'page');
  await rail.getByRole('link', { name: 'Multi-product' }).click();
  await expect(page.getByRole('rowheader')).toHaveText([/Ann/]);
});

test('a word without an end makes no page wider than a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const long = 'x'.repeat(60);
  for (const path of [`/customers?q=${long}`, `/overview?mrr=${long}`]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(390);
  }
});

test('a bar above the table takes its room from the table, and the page does not scroll', async ({
  page,
  sql,
}) => {
  await sql`
    update public.accounts set deletion_at = now() + interval '7 days'
    where id in (select account_id from public.members where email = ${founder})`;
  await page.reload();
  await expect(page.getByRole('link', { name: 'Cancel deletion' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
});

test('a page that cannot be reached says so, and is there when the connection is', async ({
  page,
  context,
}) => {
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('heading', { name: 'Can’t reach TinyCRM' })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  // Kit's, which is there when the page has come to life again.
  await expect(page.locator('#svelte-announcer')).toBeAttached();

  await test.step('a form that reaches nobody says so, and keeps what was typed', async () => {
    await page.goBack();
    await page.getByRole('rowheader').first().getByRole('link').click();
    await page.getByLabel('New note').fill('Likes tea.');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(messages(page)).toContainText('No connection to TinyCRM.');
    await expect(page.getByLabel('New note')).toHaveValue('Likes tea.');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Add note' }).click();
    await expect(page.getByText('Likes tea.')).toBeVisible();
  });
});

test('whoever was signed out meanwhile is led to the sign-in, and back to where they were', async ({
  page,
  context,
}) => {
  await context.clearCookies();
  await page.getByRole('rowheader').first().getByRole('link').click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('single keys that are turned off do not move the panel either', async ({ page }) => {
  await page.getByRole('rowheader').first().getByRole('link').click();
  const panel = page.getByRole('complementary', { name: 'Customer' });
  const name = panel.getByRole('heading', { level: 2 }).first();
  const before = await name.innerText();
  await page.evaluate(() => localStorage.setItem('shortcuts', 'off'));
  await page.keyboard.press('j');
  await expect(name).toHaveText(before);
  await page.evaluate(() => localStorage.removeItem('shortcuts'));
  await page.keyboard.press('j');
  await expect(name).not.toHaveText(before);
});

test('on a phone columns are chosen too, and each is a line of the card', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await menu(page, 'Columns');
  await page.getByRole('link', { name: 'mrr in Quietmail' }).click();
  const card = page.getByRole('row').filter({ hasText: 'cleo@example.com' });
  await expect(card.getByRole('cell', { name: 'mrr in Quietmail 30' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'bob' }).locator('td.param')).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
