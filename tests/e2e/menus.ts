import { expect, type Locator, type Page } from '@playwright/test';
import { press, type Hand } from './press.ts';

/** What is pressed in a menu, one after the other, and what is true then. */
interface Choice {
  words: string[];
  /** What is typed before, by the label of its field. */
  typed?: [label: string, text: string];
  chosen: (page: Page) => Promise<unknown>;
}

/** One use of a component that floats over a page. */
export interface Floating {
  /** The component that uses it, in web/, and which of its uses it is. */
  use: string;
  at: string;
  /** Opens it, and answers what floats. */
  open: (page: Page, hand: Hand) => Promise<Locator>;
  choices: Choice[];
}

/** Opens what a summary with this name or text opens. */
const menu = (name: string | RegExp) => async (page: Page, hand: Hand) => {
  const summary = page.locator('summary:visible');
  const button = summary
    .and(page.getByLabel(name))
    .or(summary.filter({ hasText: name }))
    .first();
  await expect(button).toBeVisible();
  await press(button, hand);
  const panel = page.locator('details[open]', { has: button }).locator('.menu-panel, .floating');
  await expect(panel).toBeVisible();
  return panel;
};

const dialog = (opens: (page: Page, hand: Hand) => Promise<unknown>) => {
  return async (page: Page, hand: Hand) => {
    await expect(page.getByRole('rowheader').first()).toBeVisible();
    await opens(page, hand);
    await expect(page.getByRole('dialog')).toBeVisible();
    return page.getByRole('dialog');
  };
};

/** Makes a webhook, whose page it comes to, before it opens a menu there. */
const webhookMenu = (name: string) => async (page: Page, hand: Hand) => {
  await page.getByLabel('URL').fill('http://127.0.0.1:9/hook');
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await page.getByRole('link', { name: 'I’ve saved it' }).click();
  await expect(page.getByText('No deliveries yet.')).toBeVisible();
  return menu(name)(page, hand);
};

const chip = (name: string | RegExp) => (page: Page) =>
  expect(page.getByRole('listitem', { name })).toBeVisible();
const heading = (name: string) => (page: Page) =>
  expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
const address = (url: RegExp) => (page: Page) => expect(page).toHaveURL(url);
const newKey = (page: Page) => expect(page.getByTestId('api-key')).toBeVisible();

const FILTERED = '/customers?f=status:is:trial&f=param.plan:is:pro';

/** Everything that floats, in every place of the product. A test fails where one is missing. */
export const FLOATING: Floating[] = [
  {
    use: 'routes/(app)/customers/filters/AddFilter.svelte',
    at: '/customers',
    open: menu('Add a filter'),
    choices: [
      { words: ['Status', 'Trial'], chosen: chip(/Status is Trial/) },
      { words: ['Product', 'Inkwell'], chosen: chip(/Product is any of Inkwell/) },
      { words: ['Tag', 'vip'], chosen: chip(/Tag is any of vip/) },
      { words: ['plan', 'pro'], chosen: chip(/plan is pro/) },
      { words: ['First seen', '30 days'], chosen: chip(/First seen in the last 30 days/) },
      { words: ['Name', 'Apply'], typed: ['Name contains', 'ann'], chosen: chip(/contains ann/) },
    ],
  },
  {
    use: 'routes/(app)/customers/filters/Chip.svelte',
    at: FILTERED,
    open: menu('Status, field'),
    choices: [{ words: ['Email'], chosen: chip(/Email contains/) }],
  },
  {
    use: 'routes/(app)/customers/filters/Chip.svelte 2',
    at: FILTERED,
    open: menu('is, operator'),
    choices: [{ words: ['is not'], chosen: chip(/Status is not Trial in the same product/) }],
  },
  {
    use: 'routes/(app)/customers/filters/Chip.svelte 3',
    at: FILTERED,
    open: menu('Trial, value'),
    choices: [{ words: ['Paid'], chosen: chip(/Status is Trial or Paid/) }],
  },
  {
    use: 'routes/(app)/customers/filters/Chip.svelte 4',
    at: FILTERED,
    open: menu('in the same product, scope'),
    choices: [
      { words: ['in any product'], chosen: chip(/Status is Trial in any product/) },
      { words: ['in Inkwell'], chosen: chip(/Status is Trial in Inkwell/) },
    ],
  },
  {
    use: 'routes/(app)/customers/filters/SearchBox.svelte',
    at: '/customers',
    open: async (page, hand) => {
      await expect(page.getByRole('rowheader').first()).toBeVisible();
      const search = page.getByRole('combobox', { name: 'Search name or email' });
      await press(search, hand);
      await search.pressSequentially('tri');
      return page.getByRole('listbox', { name: 'Suggestions' });
    },
    choices: [{ words: ['Status is Trial'], chosen: chip(/Status is Trial/) }],
  },
  {
    use: 'routes/(app)/customers/table/SaveView.svelte',
    at: '/customers?sort=name',
    open: menu('Save view'),
    choices: [
      { typed: ['View name', 'By name'], words: ['Save view'], chosen: heading('By name') },
    ],
  },
  {
    use: 'routes/(app)/customers/Heading.svelte',
    at: '/customers',
    open: menu(/^Views/),
    choices: [
      { words: ['Trials'], chosen: heading('Trials') },
      { words: ['By name'], chosen: heading('By name') },
    ],
  },
  {
    use: 'routes/(app)/customers/table/ViewMenu.svelte',
    at: '/customers?sort=name',
    open: async (page, hand) => {
      const views = await menu(/^Views/)(page, hand);
      await press(views.getByText('By name'), hand);
      return menu('More about the view By name')(page, hand);
    },
    choices: [{ typed: ['View name', 'A to Z'], words: ['Rename'], chosen: heading('A to Z') }],
  },
  {
    use: 'routes/(app)/customers/table/ColumnsMenu.svelte',
    at: '/customers',
    open: menu('Columns'),
    choices: [
      {
        words: ['mrr'],
        chosen: (page) => expect(page.getByRole('columnheader', { name: 'mrr' })).toBeVisible(),
      },
    ],
  },
  {
    use: 'routes/(app)/customers/table/BadgePopover.svelte',
    at: '/customers',
    open: dialog((page, hand) => press(page.getByRole('link', { name: 'Inkwell Trial' }), hand)),
    choices: [{ words: ['Open customer'], chosen: address(/customers\/[0-9a-f-]+$/) }],
  },
  {
    use: 'routes/(app)/customers/panel/StatusMenu.svelte',
    at: '/customers',
    open: async (page, hand) => {
      await press(page.getByRole('rowheader').first().getByRole('link'), hand);
      await expect(page.getByLabel('New note')).toBeVisible();
      return menu(/^Status in Inkwell/)(page, hand);
    },
    choices: [
      {
        words: ['Paid'],
        chosen: (page) => expect(page.getByLabel('Status in Inkwell: paid.')).toBeVisible(),
      },
    ],
  },
  {
    use: 'routes/(app)/shortcuts/Palette.svelte',
    at: '/customers',
    open: dialog((page) => page.keyboard.press('Control+k')),
    choices: [{ words: ['Overview'], chosen: address(/overview/) }],
  },
  {
    use: 'routes/(app)/shortcuts/Sheet.svelte',
    at: '/customers',
    open: dialog((page) => page.keyboard.press('?')),
    choices: [
      {
        words: ['Enable single-key shortcuts in this browser'],
        chosen: (page) => expect(page.getByRole('dialog').getByRole('checkbox')).not.toBeChecked(),
      },
    ],
  },
  {
    use: 'routes/(app)/overview/Options.svelte',
    at: '/overview',
    open: menu('MRR: mrr'),
    choices: [
      {
        typed: ['Revenue param', 'seats'],
        words: ['Apply'],
        chosen: address(/mrr=seats/),
      },
    ],
  },
  {
    use: 'routes/(app)/overview/RangePicker.svelte',
    at: '/overview',
    open: menu(/ – /),
    choices: [{ words: ['Last month'], chosen: address(/from=/) }],
  },
  {
    use: 'routes/(app)/projects/+page.svelte',
    at: '/projects',
    open: menu('New project'),
    choices: [{ typed: ['Project name', 'Notes'], words: ['Create project'], chosen: newKey }],
  },
  {
    use: 'routes/(app)/projects/NewKeyForm.svelte',
    at: '/projects',
    open: async (page, hand) => {
      await press(page.getByRole('main').getByRole('link', { name: 'Settings' }).first(), hand);
      // The list that is left has such a menu too.
      await expect(page).toHaveURL(/\/projects\/.+/);
      return menu('New key')(page, hand);
    },
    choices: [{ typed: ['Key name', 'ci'], words: ['Create key'], chosen: newKey }],
  },
  {
    use: 'routes/(app)/projects/KeyActions.svelte',
    at: '/projects',
    open: menu('Rotate'),
    choices: [{ words: ['Rotate key'], chosen: newKey }],
  },
  {
    use: 'routes/(app)/projects/KeyActions.svelte 2',
    at: '/projects',
    open: menu('Revoke'),
    choices: [
      {
        words: ['Revoke key'],
        chosen: (page) => expect(page.getByText(/ended key/).first()).toBeVisible(),
      },
    ],
  },
  {
    use: 'routes/(app)/settings/members/MemberRow.svelte',
    at: '/settings/members',
    open: menu('viewer'),
    choices: [
      {
        words: ['Make admin'],
        chosen: (page) =>
          expect(page.locator('summary').filter({ hasText: 'admin' })).toBeVisible(),
      },
    ],
  },
  {
    use: 'routes/(app)/settings/connect/ReadKeys.svelte',
    at: '/settings/connect',
    open: async (page, hand) => {
      const api = page.getByRole('region', { name: 'Read API' });
      await api.getByLabel('Key name').fill('Weekly report');
      await api.getByRole('button', { name: 'Create read key' }).click();
      await expect(page.getByTestId('read-key')).toBeVisible();
      return menu('Revoke')(page, hand);
    },
    choices: [
      {
        words: ['Revoke key'],
        chosen: (page) => expect(page.getByText('1 revoked or expired key')).toBeVisible(),
      },
    ],
  },
  {
    use: 'routes/(app)/settings/connect/Feeds.svelte',
    at: '/settings/connect',
    open: async (page, hand) => {
      await page.getByRole('button', { name: 'Create feed' }).click();
      await expect(page.getByRole('group', { name: 'The address of your feed' })).toBeVisible();
      await page.goto('/settings/connect');
      await expect(page.getByRole('list', { name: 'Feeds' })).toBeVisible();
      return menu(/^\s*Revoke\s*$/)(page, hand);
    },
    choices: [
      {
        words: ['Revoke feed'],
        chosen: (page) => expect(page.getByRole('list', { name: 'Feeds' })).toHaveCount(0),
      },
    ],
  },
  {
    use: 'routes/(app)/settings/webhooks/[id]/+page.svelte',
    at: '/settings/webhooks',
    open: webhookMenu('Rotate secret'),
    choices: [
      {
        words: ['Make a new secret'],
        chosen: (page) => expect(page.getByTestId('secret')).toBeVisible(),
      },
    ],
  },
  {
    use: 'routes/(app)/settings/webhooks/[id]/+page.svelte 2',
    at: '/settings/webhooks',
    open: webhookMenu('Remove'),
    choices: [{ words: ['Remove webhook'], chosen: address(/\/settings\/webhooks$/) }],
  },
  {
    use: 'routes/(app)/AccountMenu.svelte',
    at: '/customers',
    open: menu('Menu Labs'),
    choices: [
      { words: ['Settings'], chosen: address(/settings/) },
      { words: ['Sign out'], chosen: address(/sign-in/) },
    ],
  },
];
