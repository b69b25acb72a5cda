import type { Page } from '@playwright/test';
import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, test } from './test.ts';

const PEOPLE = {
  Inkwell: [
    { email: 'ann@example.com', name: 'Ann', status: 'paid', params: { plan: 'pro', seats: 5 } },
    { email: 'bob@example.com', name: 'Bob', status: 'trial', params: { plan: 'pro', seats: '5' } },
    {
      email: 'cleo@example.com',
      name: 'Cleo',
      status: 'free',
      params: { beta: true, team: { size: 3 } },
    },
  ],
  Quietmail: [
    { email: 'bob@example.com', status: 'paid', params: { plan: 'team' } },
    { email: 'dan_x@example.com', name: 'Dan 100%', status: 'churned', params: {} },
  ],
};

/** The emails in the table, in its order, up to the @. */
async function emails(page: Page) {
  const all = await page.locator('td.email').allInnerTexts();
  return all.map((email) => email.split('@')[0]);
}

async function seesOnly(page: Page, ...names: string[]) {
  await expect.poll(async () => (await emails(page)).sort()).toEqual(names);
  const count = names.length === 1 ? '1 customer' : `${names.length} customers`;
  await expect(page.getByRole('status').filter({ hasText: count })).toBeVisible();
}

test.beforeEach(async ({ page }) => {
  await givenFounder(page);
  for (const [project, calls] of Object.entries(PEOPLE)) {
    const key = await givenProject(page, project);
    for (const call of calls) expect((await ingest('identify', key, call)).status).toBe(200);
  }
  await page.goto('/customers');
  await seesOnly(page, 'ann', 'bob', 'cleo', 'dan_x');
});

/** Makes a filter through the menu: the field, and then what is done with its form. */
async function addFilter(page: Page, field: string) {
  await page.getByLabel('Add a filter').click();
  await page.getByLabel('Find a field').fill(field);
  await page.keyboard.press('Enter');
}

const chip = (page: Page, text: string | RegExp) =>
  page.getByRole('list', { name: 'Filters in effect' }).getByRole('listitem', { name: text });

test('projects narrow the table to any, all or none of them', async ({ page }) => {
  await addFilter(page, 'Product');
  await page.getByRole('checkbox', { name: 'Inkwell' }).check();
  await seesOnly(page, 'ann', 'bob', 'cleo');
  await page.getByRole('checkbox', { name: 'Quietmail' }).check();
  await seesOnly(page, 'ann', 'bob', 'cleo', 'dan_x');
  await page.keyboard.press('Escape');
  await page.getByLabel('is any of, operator').click();
  await page.getByRole('link', { name: 'includes all of' }).click();
  await seesOnly(page, 'bob');
  await page.getByLabel('Inkwell, Quietmail, value').click();
  await page.getByRole('checkbox', { name: 'Inkwell' }).uncheck();
  await seesOnly(page, 'bob', 'dan_x');
  await page.keyboard.press('Escape');
  await page.getByLabel('includes all of, operator').click();
  await page.getByRole('link', { name: 'is none of' }).click();
  await seesOnly(page, 'ann', 'cleo');

  await page.reload();
  await seesOnly(page, 'ann', 'cleo');
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await seesOnly(page, 'ann', 'bob', 'cleo', 'dan_x');
});

test('a status is looked for in any product or in one', async ({ page }) => {
  await addFilter(page, 'Status');
  await page.getByRole('checkbox', { name: 'Paid' }).check();
  await seesOnly(page, 'ann', 'bob');
  await page.keyboard.press('Escape');
  await page.getByLabel('in any product, scope').click();
  await page.getByRole('link', { name: 'in Quietmail' }).click();
  await seesOnly(page, 'bob');
  await page.getByLabel('Paid, value').click();
  await page.getByRole('checkbox', { name: 'Churned' }).check();
  await seesOnly(page, 'bob', 'dan_x');
  await expect(chip(page, 'Filter: Status is Paid or Churned in Quietmail')).toBeVisible();
});

test('the keyboard alone makes a filter, and gets the focus back', async ({ page }) => {
  await page.getByLabel('Add a filter').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('stat');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'Status', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Free' }).focus();
  await page.keyboard.press('Space');
  await seesOnly(page, 'cleo');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('checkbox', { name: 'Trial' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Add a filter')).toBeFocused();
});

test('a param is looked for as text, number or boolean', async ({ page }) => {
  const search = page.getByRole('combobox', { name: 'Search name or email' });
  const add = async (param: string) => {
    await page.goto('/customers');
    await search.fill(param);
    await page.keyboard.press('Enter');
  };
  await add('plan=pro');
  await seesOnly(page, 'ann', 'bob');
  await expect(search).toHaveValue('');
  await add('beta=true');
  await seesOnly(page, 'cleo');

  await add('plan=pro');
  await seesOnly(page, 'ann', 'bob');
  await addFilter(page, 'seats');
  await page.getByRole('spinbutton', { name: 'seats at least' }).fill('5');
  await page.keyboard.press('Enter');
  await expect(chip(page, 'Filter: seats at least 5')).toBeVisible();
  await page.getByRole('link', { name: 'Remove the filter seats at least 5' }).click();
  await expect(chip(page, 'Filter: seats at least 5')).toHaveCount(0);
  await seesOnly(page, 'ann', 'bob');
  await page.getByLabel('pro, value').click();
  await page.getByRole('link', { name: 'team', exact: true }).click();
  await seesOnly(page, 'bob');
});

test('status and params are about the same product, and about any after one press', async ({
  page,
}) => {
  // Bob is on pro in one product, and pays for the other.
  const search = page.getByRole('combobox', { name: 'Search name or email' });
  await search.fill('plan=pro status:paid');
  await page.keyboard.press('Enter');
  await seesOnly(page, 'ann');
  await expect(page).toHaveURL('/customers?f=param.plan:is:pro&f=status:is:paid');
  await expect(chip(page, 'Filter: Status is Paid in the same product')).toBeVisible();
  await page.getByRole('link', { name: 'Allow any product' }).click();
  await seesOnly(page, 'ann', 'bob');
  await expect(page).toHaveURL('/customers?f=param.plan:is:pro:any&f=status:is:paid:any');
  await expect(chip(page, 'Filter: Status is Paid in any product')).toBeVisible();
  await page.getByLabel('in any product, scope').first().click();
  await page.getByRole('link', { name: 'in Inkwell' }).click();
  await seesOnly(page, 'ann', 'bob');
});

test('what is typed as a filter becomes one with Enter, and not before', async ({ page }) => {
  const search = page.getByRole('combobox', { name: 'Search name or email' });
  const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  await search.fill('example status = paid seats >= $5');
  await expect(options).toHaveText([/^Status is Paid and seats at least 5, in the same product/]);
  await expect(options).toHaveAttribute('aria-selected', 'true');
  await expect(page).toHaveURL('/customers?q=example');
  await page.keyboard.press('Enter');
  await seesOnly(page, 'ann');
  await expect(search).toHaveValue('example');
  await expect(chip(page, /Filter/)).toHaveCount(2);
});

test('what is being typed is completed, and what is mistyped asked about', async ({ page }) => {
  const search = page.getByRole('combobox', { name: 'Search name or email' });
  const option = (name: RegExp) => page.getByRole('option', { name });
  await search.fill('sea');
  await expect(option(/^seats/)).toBeVisible();
  await expect(option(/^seats/)).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.press('ArrowDown');
  await expect(option(/^seats/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(search).toHaveValue('seats >= ');
  await search.fill('gone');
  await option(/^Gone quiet View/).click();
  await expect(page.getByRole('heading', { name: 'Gone quiet' })).toBeVisible();

  await search.fill('status=team');
  await expect(option(/^plan is team Did you mean/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(search).toHaveAttribute('aria-expanded', 'false');
  await page.goto('/customers?q=paid');
  await page.getByRole('link', { name: 'Status is Paid' }).click();
  await seesOnly(page, 'ann', 'bob');
  await expect(search).toHaveValue('');
});

test('a scope that is chosen first waits for its value', async ({ page }) => {
  await addFilter(page, 'Status');
  await page.getByLabel('Product scope').selectOption('in Inkwell');
  await expect(page).toHaveURL('/customers');
  await page.getByRole('checkbox', { name: 'Paid' }).check();
  await seesOnly(page, 'ann');
  await expect(chip(page, 'Filter: Status is Paid in Inkwell')).toBeVisible();
});

test('filters hold together, or any of them does', async ({ page }) => {
  await page.goto('/customers?f=status:is:churned&f=param.beta:is:true');
  await expect(page.getByRole('heading', { name: 'No customers match' })).toBeVisible();
  await page.getByRole('link', { name: /match all of the filters/ }).click();
  await seesOnly(page, 'cleo', 'dan_x');
  await expect(page).toHaveURL(/combine=any/);
});

test('an address finds whom its filter says', async ({ page }) => {
  test.slow();
  for (const [filter, ...found] of [
    ['status:is_not:paid', 'cleo', 'dan_x'],
    ['status:is:paid:all', 'ann'],
    ['project_count:at_least:2', 'bob'],
    ['project_count:at_most:1', 'ann', 'cleo', 'dan_x'],
    ['last_activity:in_last:1', 'ann', 'bob', 'cleo', 'dan_x'],
    ['first_seen:between:2020-01-01,2020-12-31'],
    ['name:contains:100', 'dan_x'],
    ['email:is:ann@example.com', 'ann'],
    ['param.plan:contains:pr', 'ann', 'bob'],
    ['param.plan:is_set', 'ann', 'bob'],
    ['param.plan:is_not_set', 'cleo', 'dan_x'],
    ['param.plan:is_not:pro', 'bob'],
    ['param.seats:gt:4', 'ann', 'bob'],
    ['param.seats:lt:5'],
    ['param.team.size:gt:2', 'cleo'],
  ] as const) {
    await test.step(`${filter} finds ${found.join(', ') || 'nobody'}`, async () => {
      await page.goto(`/customers?f=${filter}`);
      if (found.length > 0) return seesOnly(page, ...found);
      await expect(page.getByRole('heading', { name: 'No customers match' })).toBeVisible();
    });
  }
});

test('search finds parts of names and emails while one types', async ({ page }) => {
  const search = page.getByRole('combobox', { name: 'Search name or email' });
  await search.pressSequentially('EXAMPLE', { delay: 30 });
  await seesOnly(page, 'ann', 'bob', 'cleo', 'dan_x');
  await expect(search).toHaveValue('EXAMPLE');
  await search.fill('cle');
  await seesOnly(page, 'cleo');
  await expect(page).toHaveURL(/\/customers\?q=cle$/);
  await search.fill('100%');
  await seesOnly(page, 'dan_x');
  await search.fill('n_x');
  await seesOnly(page, 'dan_x');

  await search.fill('nobody');
  await expect(page.getByRole('heading', { name: 'No results for “nobody”' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear search' }).click();
  await seesOnly(page, 'ann', 'bob', 'cleo', 'dan_x');
  await expect(search).toHaveValue('');
});

test('the back button undoes a filter, and the controls follow', async ({ page }) => {
  await addFilter(page, 'Status');
  await page.getByRole('checkbox', { name: 'Free' }).check();
  await seesOnly(page, 'cleo');
  await page.goBack();
  await seesOnly(page, 'ann', 'bob', 'cleo', 'dan_x');
  await expect(chip(page, /Filter/)).toHaveCount(0);
  await page.goForward();
  await seesOnly(page, 'cleo');
  await page.getByLabel('Free, value').click();
  await expect(page.getByRole('checkbox', { name: 'Free' })).toBeChecked();
});

test('a change that is made while another still loads keeps both, and so does the step back', async ({
  page,
}) => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const answers = /\/customers\/__data\.json/;
  await page.route(answers, async (route) => {
    await answered;
    // What nobody waits for anymore is canceled.
    await route.continue().catch(() => {});
  });
  await addFilter(page, 'Status');
  await page.getByRole('checkbox', { name: 'Paid' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Email' }).getByRole('link').click();
  await page.getByLabel('Search name or email').fill('b');
  await expect(page.getByRole('link', { name: 'Clear the search field' })).toBeVisible();
  answer();
  await seesOnly(page, 'bob');
  await expect(page).toHaveURL('/customers?q=b&f=status:is:paid&sort=email');
  await page.unroute(answers);
  await page.goBack();
  await seesOnly(page, 'ann', 'bob', 'cleo', 'dan_x');
  await expect(page).toHaveURL('/customers');
});

test('a step back while the page comes to life leads to what the address says', async ({
  page,
}) => {
  await page.goto('/customers?f=status:is:churned');
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await seesOnly(page, 'ann', 'bob', 'cleo', 'dan_x');
  const scripts = /\/_app\/immutable\/entry\//;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  await page.route(scripts, async (route) => {
    await begun;
    await route.continue();
  });
  const loaded = page.waitForEvent('domcontentloaded');
  await page.evaluate(() => location.reload());
  await loaded;
  await page.evaluate(() => history.back());
  await expect(page).toHaveURL('/customers?f=status:is:churned');
  begin();
  await seesOnly(page, 'dan_x');
  await expect(chip(page, /Churned/)).toBeVisible();
});

test('the column heads sort both ways and say so', async ({ page }) => {
  const sortBy = async (column: string, order: string) => {
    await page.getByRole('columnheader', { name: column }).getByRole('link').click();
    await expect(page.getByRole('columnheader', { name: column })).toHaveAttribute(
      'aria-sort',
      order,
    );
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    return emails(page);
  };
  expect(await sortBy('Email', 'ascending')).toEqual(['ann', 'bob', 'cleo', 'dan_x']);
  expect(await sortBy('Email', 'descending')).toEqual(['dan_x', 'cleo', 'bob', 'ann']);
  expect(await sortBy('Name', 'ascending')).toEqual(['ann', 'bob', 'cleo', 'dan_x']);
  expect(await sortBy('First seen', 'descending')).toEqual(['dan_x', 'cleo', 'bob', 'ann']);
  expect(await sortBy('First seen', 'ascending')).toEqual(['ann', 'bob', 'cleo', 'dan_x']);
  expect(await sortBy('Last activity', 'descending')).toEqual(['dan_x', 'bob', 'cleo', 'ann']);
});

test('an address that makes no sense shows everybody, or says what is wrong', async ({ page }) => {
  await page.goto('/customers?project=1&status=gone&sort=shoe&after=x');
  await seesOnly(page, 'ann', 'bob', 'cleo', 'dan_x');
  await page.goto('/customers?after=sometime,11111111-1111-4111-8111-111111111111');
  await expect(page.getByRole('heading', { name: 'Bad request' })).toBeVisible();
});
