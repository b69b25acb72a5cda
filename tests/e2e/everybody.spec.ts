import type { Locator, Page } from '@playwright/test';
import { givenFounder, givenProject, ingest, PASSWORD } from './steps.ts';
import { expect, test } from './test.ts';

const HEBREW = 'נועה לוי';

async function givenPeople(page: Page, names: string[]) {
  const email = await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  const calls = names.map((name, at) =>
    ingest('identify', key, {
      ...{ email: `person${at}@example.com`, name, status: 'paid' },
      params: { plan: 'pro', mrr: 29 },
    }),
  );
  await Promise.all(calls);
  return email;
}

/** Expects that the announcer said this last. */
const heard = (page: Page, text: string | RegExp) =>
  expect(page.getByTestId('announcer').locator('p').last()).toHaveText(text);

/** Expects that some control has the focus, and not the page around it. */
const focusIsKept = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');

/** Goes to a control by the Tab key alone. */
async function tabTo(page: Page, target: Locator, key = 'Tab') {
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

/** What lies over the control that has the focus, if it is wholly covered. */
function coverOfFocus() {
  const focused = document.activeElement!;
  const { left, top, right, bottom } = focused.getBoundingClientRect();
  const points = [left + 2, (left + right) / 2, right - 2].flatMap((x) =>
    [top + 2, (top + bottom) / 2, bottom - 2].map((y) => document.elementFromPoint(x, y)),
  );
  const free = points.some(
    (found) => found && (focused.contains(found) || found.contains(focused)),
  );
  return free
    ? null
    : `${focused.outerHTML.slice(0, 90)} under ${points[4]?.outerHTML.slice(0, 90)}`;
}

test('what is done is heard, and the focus stays where the work is', async ({ page }) => {
  test.slow();
  await givenPeople(page, ['Ann Ames', 'Bo Bell', HEBREW]);
  await page.goto('/customers?sort=name');
  const row = (name: string) => page.getByRole('link', { name, exact: true });

  await test.step('columns are called what they are, and their edges are separators', async () => {
    await expect(page.getByRole('columnheader', { name: 'Email', exact: true })).toBeVisible();
    await expect(page.getByRole('columnheader', { name: 'Selected', exact: true })).toBeVisible();
    const edge = page.getByRole('separator', { name: 'Width of Email', exact: true });
    const before = Number(await edge.getAttribute('aria-valuenow'));
    await edge.press('ArrowRight');
    await expect(edge).toHaveAttribute('aria-valuenow', String(before + 16));
  });

  await test.step('those who are selected can be reached, acted on and let go', async () => {
    await row('Ann Ames').focus();
    await page.keyboard.press('x');
    await heard(page, /Press B/);
    const bar = page.getByRole('region', { name: 'Selected customers' });
    await expect(bar).toBeVisible();
    await page.keyboard.press('b');
    await tabTo(page, bar.getByRole('button', { name: /^Clear/ }));
    await page.keyboard.press('Enter');
    await heard(page, 'Nobody is selected');
    await expect(row('Ann Ames')).toBeFocused();
  });

  await test.step('the panel says who is in it, from one to the next', async () => {
    await page.keyboard.press('Enter');
    const panel = (name: string) => page.getByRole('complementary', { name, exact: true });
    await expect(panel('Customer Ann Ames')).toBeFocused();
    await expect(page).toHaveTitle('Ann Ames · Customers · TinyCRM');
    await expect(page.getByRole('heading', { name: 'Ann Ames' })).toBeVisible();
    await page.keyboard.press('j');
    await heard(page, 'Bo Bell, 2 of 3');
    await expect(panel('Customer Bo Bell')).toBeVisible();
    await expect(page).toHaveTitle('Bo Bell · Customers · TinyCRM');
    await expect(page.getByRole('heading', { name: 'Bo Bell' })).toBeVisible();
  });

  await test.step('what is saved and removed is said, and the focus goes to what is beside it', async () => {
    const tag = page.getByLabel('New tag');
    for (const name of ['one', 'two']) {
      await tag.fill(name);
      await tag.press('Enter');
      await heard(page, `Tagged “${name}”.`);
      await expect(page.getByRole('button', { name: `Remove the tag ${name}` })).toBeVisible();
    }
    await page.getByRole('button', { name: 'Remove the tag one' }).press('Enter');
    await heard(page, 'Removed the tag “one”.');
    await expect(page.getByRole('button', { name: 'Remove the tag one' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Remove the tag two' })).toBeFocused();
    const note = page.getByLabel('New note');
    await note.fill('Met in Bern');
    await tabTo(page, page.getByRole('button', { name: /^Add (the )?note/ }));
    await page.keyboard.press('Enter');
    await heard(page, 'Saved');
    await expect(page.getByText('Met in Bern', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: /^Delete/ }).press('Enter');
    await heard(page, 'Note deleted.');
    await expect(page.getByText('Met in Bern', { exact: true })).toHaveCount(0);
    await focusIsKept(page);
  });

  await test.step('a name from right to left is one, wherever it stands', async () => {
    await page.keyboard.press('Escape');
    const name = row(HEBREW);
    expect(await name.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    await expect(name).toHaveAttribute('translate', 'no');
  });

  await test.step('a page that is gone to is said by its title, once and politely', async () => {
    await page.getByRole('columnheader', { name: 'Email' }).getByRole('link').press('Enter');
    await expect(page).toHaveURL(/sort=email/);
    await row('Bo Bell').focus();
    await page.keyboard.press('x');
    await heard(page, /Press B/);
    // Another order of the same page is no page that is gone to.
    const said = await page.getByTestId('announcer').locator('p').allInnerTexts();
    expect(said.filter((text) => text.includes('Customers'))).toEqual([]);
    await page.goto('/customers?f=param.plan:is:pro');
    await expect(page).toHaveTitle('plan is pro · Customers · TinyCRM');
    await page.getByRole('link', { name: 'Projects', exact: true }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
    await heard(page, /^Projects/);
    await expect(page.locator('#svelte-announcer')).toBeHidden();
  });
});

test('what has the focus is never covered', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 560 });
  await givenPeople(
    page,
    Array.from({ length: 16 }, (_, at) => `Person ${at + 10}`),
  );
  await page.goto('/customers?sort=name');
  await page.getByRole('checkbox', { name: 'Select person3@example.com' }).check();
  await expect(page.getByRole('region', { name: 'Selected customers' })).toBeVisible();

  const covered: string[] = [];
  const walk = async (key: string, steps: number) => {
    for (let step = 0; step < steps; step++) {
      await page.keyboard.press(key);
      const cover = await page.evaluate(coverOfFocus);
      if (cover) covered.push(`${key}: ${cover}`);
    }
  };
  await walk('Tab', 36);
  await walk('Shift+Tab', 36);
  expect(covered).toEqual([]);

  await test.step('beside the panel, or not at all', async () => {
    await page.getByRole('link', { name: 'Person 10', exact: true }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Status history', level: 3 })).toBeVisible();
    await walk('Tab', 24);
    await page.setViewportSize({ width: 720, height: 560 });
    await expect(page.locator('.shell')).toHaveJSProperty('inert', true);
    await walk('Tab', 20);
    expect(covered).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.locator('.shell')).toHaveJSProperty('inert', false);
  });
});

/** True if there are days along the axes of all charts, and none runs into the next. */
function apartDays(page: Page): Promise<boolean> {
  return page.locator('.chart').evaluateAll((charts) =>
    charts.every((chart) => {
      const days = [...chart.querySelectorAll('text')]
        .filter(({ textContent }) => /^[A-Z][a-z]{2} \d/.test(textContent))
        .map((text) => text.getBoundingClientRect())
        .sort((a, b) => a.x - b.x);
      return days.length > 1 && days.every(({ x }, at) => at === 0 || x > days[at - 1]!.right + 4);
    }),
  );
}

test('it is right in high contrast, on paper, on a narrow screen and hours later', async ({
  page,
}) => {
  await givenPeople(
    page,
    Array.from({ length: 38 }, (_, at) => `Person ${at + 10}`),
  );
  await page.clock.install();
  await page.goto('/customers?sort=name');
  const row = page.getByRole('row').filter({ hasText: 'person3@' });
  await row.getByRole('checkbox').check();

  await test.step('what is chosen has an outline where colors are forced', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    const outline = (target: Locator) =>
      target.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(await outline(page.getByRole('link', { name: 'List with badges' }))).toBe('solid');
    expect(
      await outline(page.getByRole('navigation', { name: 'Views' }).locator('[aria-current]')),
    ).toBe('solid');
    expect(await outline(row.getByRole('rowheader'))).toBe('solid');
    const line = (name: string) =>
      page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name })
        .evaluate((element) => getComputedStyle(element).borderBottomColor);
    expect(await line('Customers')).not.toBe(await line('Overview'));
    // The mark of the product as well, whose ink would be that of the page.
    const mark = page.locator('header .fill-ink');
    expect(await mark.evaluate((element) => getComputedStyle(element).fill)).toBe(
      await page.evaluate(() => getComputedStyle(document.body).color),
    );
    const dot = page.locator('tbody .dot').first();
    const color = () => dot.evaluate((element) => getComputedStyle(element).backgroundColor);
    const forced = await color();
    await page.emulateMedia({ forcedColors: 'none' });
    expect(forced).toBe(await color());
  });

  await test.step('on paper are all rows that are loaded, and nothing to press', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await expect(page.getByRole('rowheader')).toHaveCount(38);
    await expect(page.getByRole('searchbox')).toBeHidden();
    await expect(page.getByRole('region', { name: 'Selected customers' })).toBeHidden();
    const cut = await page
      .locator('.scroller')
      .evaluate((element) => getComputedStyle(element).overflowY);
    expect(cut).toBe('visible');
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: null });
  });

  await test.step('a time that was shown follows the clock', async () => {
    const time = row.locator('td.last_activity_at time');
    await expect(time).toHaveText('just now');
    await page.clock.fastForward('03:00:00');
    await expect(time).toHaveText('3 hr ago');
  });

  await test.step('the colors do not need light-dark() of the browser', async () => {
    const sheets = await page
      .locator('link[rel=stylesheet]')
      .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
    const texts = await Promise.all(
      sheets.map(async (href) => (await page.request.get(href)).text()),
    );
    expect(texts.join()).toContain('--color-panel:');
    expect(texts.join()).not.toContain('light-dark(');
  });

  await test.step('letters that are set apart have their room', async () => {
    const apart = '* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }';
    const setApart = (css: string) =>
      page.evaluate((text) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        document.adoptedStyleSheets = [sheet];
      }, css);
    await setApart(apart);
    const cut = () =>
      page
        .locator('td:is(.last_activity_at, .first_seen_at) time, .badge .name')
        .evaluateAll(
          (all) =>
            all
              .map((one) => one.closest('td, .name')!)
              .filter((one) => one.scrollWidth > one.clientWidth).length,
        );
    await expect.poll(cut).toBe(0);
    await setApart('');
  });

  await test.step('at 320 pixels no page scrolls sideways', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    const over: string[] = [];
    for (const path of ['/overview', '/customers', '/settings', '/docs', '/pricing', '/']) {
      // Whoever is signed in is not shown the home page.
      if (path === '/') await page.context().clearCookies();
      await page.goto(path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > 320) over.push(`${path}: ${wide}`);
      if (path === '/overview') await expect.poll(() => apartDays(page)).toBe(true);
    }
    expect(over).toEqual([]);
  });
});

test('the main job of each page is done by keyboard alone', async ({ page }) => {
  const email = await givenPeople(page, ['Ann Ames', 'Bo Bell']);
  await page.context().clearCookies();

  await test.step('signing in, and hearing which field is wrong', async () => {
    await page.goto('/sign-in');
    await tabTo(page, page.getByLabel('Email'));
    await page.keyboard.type(email);
    await page.keyboard.press('Tab');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    const password = page.getByLabel('Password');
    await expect(password).toHaveAttribute('aria-invalid', 'true');
    await expect(password).toHaveAccessibleDescription(/Wrong email or password/);
    await expect(password).toBeFocused();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: 'Ann Ames', exact: true })).toBeVisible();
  });

  await test.step('customers: to the table, through its rows, into one and back', async () => {
    await tabTo(page, page.getByRole('link', { name: 'Skip to the table' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('link', { name: 'Bo Bell', exact: true }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Bo Bell' })).toBeVisible();
    await tabTo(page, page.getByLabel('New note'));
    await page.keyboard.type('Asked for a discount');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('listitem').filter({ hasText: 'Asked for a' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('complementary')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Bo Bell', exact: true })).toBeFocused();
  });

  await test.step('the palette: the chosen entry is in sight', async () => {
    await page.setViewportSize({ width: 640, height: 360 });
    await page.keyboard.press('ControlOrMeta+k');
    const palette = page.getByRole('dialog', { name: 'Go to' });
    await expect(palette.getByRole('option').first()).toBeVisible();
    for (let press = 0; press < 9; press++) await page.keyboard.press('ArrowDown');
    await expect(palette.getByRole('option', { selected: true })).toBeInViewport({ ratio: 0.9 });
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('overview: another period', async () => {
    await page.goto('/overview');
    await tabTo(page, page.getByRole('navigation', { name: 'Period' }).getByRole('link').first());
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/days=/);
  });

  await test.step('projects: a new one', async () => {
    await page.goto('/projects');
    await tabTo(page, page.locator('summary').filter({ hasText: 'New project' }));
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Project name')).toBeFocused();
    await page.keyboard.type('Quietmail');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('api-key')).toBeVisible();
  });

  await test.step('settings: the time zone', async () => {
    await page.goto('/settings');
    await tabTo(page, page.getByLabel('Time zone'));
    await page.keyboard.type('Asia/Kath');
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: /^Save time/ }));
    await page.keyboard.press('Enter');
    await heard(page, 'Saved for your whole team.');
    await page.reload();
    await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Kathmandu');
  });
});
