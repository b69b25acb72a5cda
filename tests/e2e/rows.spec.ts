import type { Locator, Page } from '@playwright/test';
import { givenFounder, givenProject, ingest, menu } from './steps.ts';
import { expect, test } from './test.ts';

// Each makes several projects by hand.
test.describe.configure({ timeout: 60_000 });

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const ALEX = 'alex@example.com';

type Call = [key: string, call: Record<string, unknown>];

async function send(calls: Call[]) {
  for (const [key, call] of calls) expect((await ingest('identify', key, call)).status).toBe(200);
}

/** Alex Chen pays for Product A and uses Product B for free. */
async function alexChen(page: Page) {
  await givenFounder(page);
  const a = await givenProject(page, 'Product A');
  const b = await givenProject(page, 'Product B');
  await send([
    [a, { email: ALEX, name: 'Alex Chen', status: 'paid', params: { plan: 'pro', mrr: 29 } }],
    [b, { email: ALEX, status: 'free', params: { source: 'twitter' } }],
  ]);
  return { a, b };
}

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

/** Where the text `below` is on the screen, measured from the bottom of `above`. */
async function gapBetween(above: Locator, below: Locator): Promise<number> {
  const [upper, lower] = [(await above.boundingBox())!, (await below.boundingBox())!];
  return lower.y - (upper.y + upper.height);
}

for (const [size, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
  test(`${size}: each badge has the params of its project under it, and all of them when pressed`, async ({
    page,
    browser,
    baseURL,
  }) => {
    const { a } = await alexChen(page);
    await send([[a, { email: ALEX, params: { seats: 3, theme: 'dark', team: { owner: 'Kim' } } }]]);
    const context = await browser.newContext({
      baseURL,
      viewport,
      hasTouch: size === 'phone',
      storageState: await page.context().storageState(),
    });
    const screen = await context.newPage();
    await screen.goto('/customers');
    await screen.waitForLoadState('networkidle');
    const badge = screen.getByRole('link', { name: /^Product A Paid/ });
    const line = badge.getByText('plan pro');
    await expect(line).toBeVisible();
    await expect(badge.getByText('mrr 29')).toBeVisible();
    await expect(
      screen.getByRole('link', { name: /^Product B Free/ }).getByText('source twitter'),
    ).toBeVisible();
    const gap = await gapBetween(badge.getByText('Product A'), line);
    expect(gap).toBeGreaterThanOrEqual(-1);
    expect(gap).toBeLessThan(12);
    await expect(badge).toHaveAttribute('title', /plan: pro\nmrr: 29\nseats: 3\ntheme: dark/);

    if (size === 'phone') await line.tap();
    else await line.click({ delay: 80 });
    const details = screen.getByRole('dialog', { name: `Product A of ${ALEX}` });
    await expect(details).toContainText(/plan.*pro.*mrr.*29.*seats.*3.*theme.*dark.*team.*Kim/s);
    await context.close();
  });
}

test('the projects stand in the same order in every row, whatever was active last', async ({
  page,
}) => {
  const { a, b } = await alexChen(page);
  const bob = { email: 'bob@example.com', name: 'Bob', status: 'paid' };
  await send([
    [b, bob],
    [a, bob],
    [b, { email: ALEX, status: 'trial' }],
  ]);
  const projects = (within: Locator) => within.getByText(/^Product [AB]$/).allInnerTexts();
  await page.goto('/customers');
  for (const name of ['Alex Chen', 'Bob']) {
    expect(await projects(row(page, name))).toEqual(['Product A', 'Product B']);
  }
  await page.getByRole('link', { name: 'Alex Chen', exact: true }).click();
  const cards = page.getByRole('region', { name: 'Products' }).getByRole('heading', { level: 4 });
  await expect(cards).toHaveText(['Product A', 'Product B']);

  await page.goto('/customers?layout=grid');
  const cells = row(page, 'Alex Chen').getByRole('cell');
  await expect(cells.nth(1)).toContainText(/Paid.*plan pro.*mrr 29/s);
  await expect(cells.nth(2)).toContainText(/Trial.*source twitter/s);
  await page.setViewportSize(PHONE);
  for (const address of ['/customers', '/customers?layout=grid']) {
    await page.goto(address);
    expect(await projects(row(page, 'Alex Chen'))).toEqual(['Product A', 'Product B']);
  }
});

test('the money of a row is in the currency of the account', async ({ page, sql }) => {
  const founder = await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  await sql`
    update public.accounts a set currency = 'USD'
    from public.members m join auth.users u on u.id = m.user_id
    where m.account_id = a.id and u.email = ${founder}`;
  await send([[key, { email: ALEX, status: 'paid', params: { mrr: 1204.5, seats: 1204.5 } }]]);
  await page.goto('/customers');
  await expect(row(page, ALEX).getByText('$1,204.50')).toBeVisible();
  await expect(row(page, ALEX)).toContainText('seats 1204.5');
  await page.goto('/customers?cols=projects,param:mrr');
  await expect(page.locator('td.param')).toHaveText('$1,204.50');
  await page.getByRole('link', { name: /^Inkwell Paid/ }).click();
  await expect(page.getByRole('dialog')).toContainText('$1,204.50');
  await page.keyboard.press('Escape');
  await page.getByRole('rowheader').getByRole('link').click();
  await expect(page.getByRole('complementary', { name: 'Customer' })).toContainText('$1,204.50');
});

/** The params that are cut although another text stands beside them. Runs in the page. */
function cutBeside(lines: Element[]): string[] {
  return lines.flatMap((line) => {
    const [first, second] = line.children as unknown as HTMLElement[];
    const isBeside = second?.offsetTop === first?.offsetTop && !second?.matches('.numeric');
    const isCut = first && first.scrollWidth > first.clientWidth;
    return second && isBeside && isCut ? [`${first.textContent} | ${second.textContent}`] : [];
  });
}

test('every row has one height, whatever its names and params are', async ({ page }) => {
  await givenFounder(page);
  const key = await givenProject(page, 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk');
  const other = await givenProject(page, 'محرر النصوص');
  const long = 'unbreakable'.repeat(15);
  const calls: Record<string, unknown>[] = [
    { email: 'none@example.com' },
    {
      email: 'long@example.com',
      name: long,
      params: { plan: long, [long.slice(0, 50)]: long, mrr: 12 },
    },
    {
      email: 'rtl@example.com',
      name: 'محمد عبد الله',
      params: { plan: 'احترافي', مدينة: 'القاهرة' },
    },
    { email: 'nested@example.com', params: { team: { seats: [1, 2], a: { b: 1 } }, tags: ['x'] } },
    { email: 'tall@example.com', name: 'ก็๊้ก็๊้', params: { plan: 'Ž̵̢͇̰̙̹̊̈́͗a̷͎͝l̶̝̓g̸̟̈o̵͕͝\nsecond\nline' } },
    { email: 'empty@example.com', params: { plan: '', team: {} } },
    { email: 'two@example.com', params: { plan: 'free for students', source: 'product hunt' } },
  ];
  await send(calls.flatMap((call) => [key, other].map((one): Call => [one, call])));
  for (const layout of ['', '?layout=grid']) {
    await page.goto(`/customers${layout}`);
    await expect(page.getByRole('rowheader')).toHaveCount(calls.length);
    const heights = await page
      .locator('tbody tr.row')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(new Set(heights), layout).toEqual(new Set([57]));
    // Of two texts the first is read whole before the second begins; a number may cut what is before it.
    expect(await page.locator('.kept').evaluateAll(cutBeside), layout).toEqual([]);
  }
  await page.setViewportSize(PHONE);
  for (const layout of ['', '?layout=grid']) {
    await page.goto(`/customers${layout}`);
    const over = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await over(), layout).toBeLessThanOrEqual(0);
    for (const line of await page.locator('.params:visible').all()) {
      expect((await line.boundingBox())!.height).toBe(16);
    }
  }
});

test.describe('with more products than a row has room for', () => {
  const PROJECTS = ['Inkwell', 'Quietmail', 'Shiplog', 'Tidy Forms'];

  test.beforeEach(async ({ page }) => {
    await page.setViewportSize(WIDE);
    await givenFounder(page);
    for (const name of PROJECTS) {
      const key = await givenProject(page, name);
      const params = { mrr: 29, plan: 'business', lastDeploy: 'yesterday', team: 'Kim and Lee' };
      await send([[key, { email: ALEX, name: 'Alex Chen', status: 'churned', params }]]);
    }
    await page.goto('/customers');
    await expect(page.getByRole('rowheader')).toHaveCount(1);
  });

  test('columns that are added leave the badges whole, and the table scrolls instead', async ({
    page,
  }) => {
    const names = row(page, 'Alex Chen').locator('.badge .name:visible');
    const more = page.getByRole('link', { name: /more products of/ });
    const check = async () => {
      const shown = await names.evaluateAll((all) =>
        all.map((one) => ({ text: one.textContent, cut: one.scrollWidth > one.clientWidth })),
      );
      expect(shown.length).toBeGreaterThan(0);
      expect(shown).toEqual(PROJECTS.slice(0, shown.length).map((text) => ({ text, cut: false })));
      await expect(more).toHaveText(`+${PROJECTS.length - shown.length}`);
      const cell = (await page.locator('td.projects').boundingBox())!;
      const last = (await more.boundingBox())!;
      expect(last.x + last.width).toBeLessThanOrEqual(cell.x + cell.width);
    };
    await check();
    await menu(page, 'Columns');
    for (const key of ['mrr', 'plan', 'lastDeploy', 'team']) {
      await page.getByRole('link', { name: key, exact: true }).click({ delay: 80 });
      await expect(page.getByRole('columnheader', { name: key })).toBeAttached();
      await expect(check).toPass({ timeout: 5_000 });
    }
    const width = (await page.locator('td.projects').boundingBox())!.width;
    expect(width).toBeGreaterThanOrEqual(368);
    const over = await page
      .locator('.scroller')
      .evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(over).toBeGreaterThan(100);
  });

  test('+2 unfolds the row in place, and the rows below make room', async ({ page }) => {
    const below = { email: 'below@example.com', name: 'Below', timestamp: '2026-01-01T00:00:00Z' };
    await send([[await givenProject(page, 'Zine'), below]]);
    await page.reload();
    await page.waitForLoadState('networkidle');
    const badges = row(page, 'Alex Chen').locator('.badge:visible .name');
    const gap = () => gapBetween(row(page, 'Alex Chen'), row(page, 'Below'));
    await row(page, 'Alex Chen')
      .getByRole('link', { name: '2 more products of' })
      .click({ delay: 80 });
    await expect(badges).toHaveText(PROJECTS);
    await expect(page).toHaveURL(/\/customers$/);
    // What is reckoned for the rows that are not drawn is as high as what is drawn.
    const height = (await row(page, 'Alex Chen').boundingBox())!.height;
    const content = (await row(page, 'Alex Chen').locator('.badges').boundingBox())!.height;
    expect(height - content).toBe(57 - 42);
    expect(await gap()).toBe(0);
    await page.keyboard.press('Enter');
    await expect(badges).toHaveText(PROJECTS.slice(0, 2));
    await expect(page.getByRole('link', { name: '2 more products of' })).toBeFocused();
  });
});

test('compact rows are half as high, and say the params when pressed; the view stays so', async ({
  page,
}) => {
  await alexChen(page);
  await page.goto('/customers');
  await page.getByRole('link', { name: 'Compact rows' }).click();
  await expect(row(page, 'Alex Chen').getByText('plan pro')).toBeHidden();
  expect((await row(page, 'Alex Chen').boundingBox())!.height).toBe(41);
  await page.getByRole('link', { name: /^Product A Paid/ }).click();
  await expect(page.getByRole('dialog', { name: 'Product A of' })).toContainText(/plan.*pro/s);
  await page.setViewportSize(PHONE);
  await page.goto('/overview');
  await page.getByRole('banner').getByRole('link', { name: 'Customers' }).click();
  await expect(page.getByRole('link', { name: /^Product A Paid/ })).toBeVisible();
  await expect(page.getByText('plan pro')).toBeHidden();
  await page.getByRole('link', { name: 'Rows with params' }).click();
  await expect(page.getByText('plan pro')).toBeVisible();
});
