import type { Page } from '@playwright/test';
import { expectAccessible, expectAccessibleOnAnyScreen } from './axe.ts';
import { createProject, givenFounder, givenProject, ingest, menu, signUp } from './steps.ts';
import { expect, test } from './test.ts';

const SIZES = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** Four people of one project, one of whom is in another too. */
async function fill(page: Page) {
  await givenFounder(page);
  const inkwell = await givenProject(page, 'Inkwell');
  const quietmail = await givenProject(page, 'Quietmail');
  for (const status of ['free', 'trial', 'paid', 'churned']) {
    const email = `${status}@example.com`;
    await ingest('identify', inkwell, { email, status, params: { plan: 'pro' } });
  }
  await ingest('identify', quietmail, { email: 'paid@example.com', status: 'trial' });
}

test('no page of somebody who is not signed in has a fault that axe can find', async ({ page }) => {
  test.slow();
  await page.goto('/sign-in?confirmed=elsewhere');
  await expectAccessibleOnAnyScreen(page, 'sign in');
  await page.getByLabel('Email').fill('nobody@example.com');
  await page.getByLabel('Password').fill('nothing at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText(/Wrong email or password/);
  await expectAccessibleOnAnyScreen(page, 'sign in, refused');
  for (const path of ['/sign-up', '/notifications/unsubscribe', '/nowhere']) {
    await page.goto(path);
    await expectAccessibleOnAnyScreen(page, path);
  }
});

test('no page of a new account has a fault that axe can find', async ({ page }) => {
  test.slow();
  await signUp(page);
  await expectAccessibleOnAnyScreen(page, 'no project');
  await createProject(page, 'Inkwell');
  await expectAccessibleOnAnyScreen(page, 'a new key');
  await page.goto('/customers');
  await expectAccessibleOnAnyScreen(page, 'no customer');
  await page.goto('/nowhere');
  await expectAccessibleOnAnyScreen(page, 'not found');
});

test('no page of settings has a fault that axe can find', async ({ page }) => {
  test.slow();
  await givenFounder(page);
  for (const part of ['', '/notifications', '/sessions', '/data', '/audit']) {
    await page.goto(`/settings${part}`);
    await expectAccessibleOnAnyScreen(page, `/settings${part}`);
  }
  await page.goto('/settings/members');
  await page.getByLabel('Email').fill('invited@example.com');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('button', { name: /^Withdraw/ }).waitFor();
  await expectAccessibleOnAnyScreen(page, 'members, with an invitation');
  await page.goto(await page.getByLabel('Invitation link').inputValue());
  await expectAccessibleOnAnyScreen(page, 'an invitation');
});

for (const [size, viewport] of Object.entries(SIZES)) {
  test.describe(size, () => {
    test.use({ viewport, contextOptions: { reducedMotion: 'reduce' } });

    async function isClean(page: Page, place: string) {
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      // The colors of a phone are those of a wide screen.
      await expectAccessible(page, place, size === 'wide' ? ['light', 'dark'] : ['dark']);
    }

    test('no view of customers has a fault that axe can find', async ({ page }) => {
      test.slow();
      await fill(page);
      await page.goto('/customers');
      await page.getByLabel('Add a filter').click();
      await isClean(page, 'customers, with the list of fields');
      await page.getByRole('link', { name: 'Status', exact: true }).click();
      await page.getByRole('checkbox', { name: 'Paid', exact: true }).check();
      await page.getByRole('checkbox', { name: 'Trial', exact: true }).check();
      await expect(page.getByRole('link', { name: 'Clear filters' })).toBeVisible();
      await isClean(page, 'customers, filtered, with an open menu');
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Inkwell Paid' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await isClean(page, 'customers, with an open badge');
      await page.getByRole('link', { name: 'Open customer' }).click();
      await expect(page.getByRole('heading', { name: 'Status history' })).toBeVisible();
      await isClean(page, 'customer');
      await page.goto('/projects');
      await menu(page, 'Rotate');
      await isClean(page, 'projects, with an open menu');
      await page.goto('/customers?q=nobody');
      await isClean(page, 'nobody matches');
    });

    test('nor has the grid, a saved view or the panel', async ({ page }) => {
      test.slow();
      await fill(page);
      await page.goto('/customers?layout=grid&f=status:is:paid');
      await expect(page.getByRole('rowheader')).toHaveCount(1);
      await isClean(page, 'customers, as a grid');
      await page.locator('summary').filter({ hasText: 'Save view' }).click();
      await page.getByLabel('View name').fill('Paying grid');
      await page.keyboard.press('Enter');
      await page.getByLabel('More about the view Paying grid').click();
      await isClean(page, 'customers, with the menu of a saved view');
      await page.keyboard.press('Escape');
      if (size === 'phone') return;
      await page.locator('summary').filter({ hasText: 'Columns' }).click();
      await isClean(page, 'customers, with the menu of columns');
      await page.keyboard.press('Escape');
      await page.getByRole('checkbox', { name: 'Select paid@example.com' }).check();
      await expect(page.getByRole('region', { name: 'Selected customers' })).toBeVisible();
      await isClean(page, 'customers, with a selected row');
      await page.getByRole('rowheader').getByRole('link').click();
      await expect(page.getByRole('heading', { name: 'Status history' })).toBeVisible();
      await isClean(page, 'customers, with the panel');
    });
  });
}

test('the page can be used from the keyboard from its first Tab on', async ({ page }) => {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  await ingest('identify', key, { email: 'alex@example.com', name: 'Alex' });
  await page.goto('/customers');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'All' })).toBeFocused();
  for (const _ of [1, 2, 3, 4, 5, 6, 7]) await page.keyboard.press('Tab');
  await expect(page.getByRole('combobox', { name: 'Search name or email' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Find a field')).toBeFocused();
  await page.keyboard.type('product');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Inkwell' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'Inkwell' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Add a filter')).toBeFocused();
  await expect(page.getByRole('checkbox', { name: 'Inkwell' })).toBeHidden();
});

test('on a phone everything that is tapped is 44 pixels high', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  await ingest('identify', key, { email: 'alex@example.com', name: 'Alex' });
  await page.goto('/customers?q=alex&status=free');
  const small = await page
    .locator('main :is(button, summary, select, input:not([type=hidden]), a):visible')
    .evaluateAll((elements) =>
      elements
        .filter((element) => {
          const after = getComputedStyle(element, '::after');
          const covered = after.position === 'absolute' && element.closest('th');
          return (covered ? element.closest('th')! : element).getBoundingClientRect().height < 44;
        })
        .map((element) => element.outerHTML),
    );
  expect(small).toEqual([]);
});

test('nothing runs over the edge of a small phone, however long it is', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await givenFounder(
    page,
    'founder',
    'An account name of a founder who cannot stop typing until eighty are full'.padEnd(80, 'x'),
  );
  const key = await createProject(page, 'x'.repeat(60));
  const { status } = await ingest('identify', key, {
    email: `${'x'.repeat(60)}@${'sub.'.repeat(30)}example.com`,
    name: 'Wolfeschlegelsteinhausenbergerdorff '.repeat(4),
    params: { ['k'.repeat(100)]: 'v'.repeat(400), nested: { deep: ['x'.repeat(200)] } },
  });
  expect(status).toBe(200);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width(), 'a new key').toBe(320);
  await page.goto(`/customers?q=${'x'.repeat(50)}`);
  expect(await width(), 'customers').toBe(320);
  await page.getByRole('rowheader').getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Status history' })).toBeVisible();
  expect(await width(), 'customer').toBe(320);
});
