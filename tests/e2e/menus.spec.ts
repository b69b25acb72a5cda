import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Sql } from 'postgres';
import { FLOATING, type Floating } from './menus.ts';
import { press, pressEnd, pressTexts, type Hand } from './press.ts';
import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, newPerson, test } from './test.ts';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));
const COMPONENTS =
  /from '(?:\$lib\/components|\.)\/(Menu|Dropdown|Dialog|Suggestions)\.svelte'|\{ (Popover) \} from 'bits-ui'/g;

/** Each use of a component that floats: its file, and from the second on which one it is. */
function usesInSource(): string[] {
  const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.svelte') && file !== 'lib/components/Dropdown.svelte')
    .flatMap((file) => {
      const source = readFileSync(WEB + file, 'utf8');
      const names = [...source.matchAll(COMPONENTS)].map(([, own, bits]) => own ?? `${bits}.Root`);
      const uses = names.flatMap((name) => source.split(new RegExp(`<${name}\\b`)).slice(1));
      return uses.map((_, at) => (at === 0 ? file : `${file} ${at + 1}`));
    });
}

test('every menu of the product is in the list of those that are pressed', () => {
  const listed = FLOATING.map(({ use }) => use);
  expect(listed.toSorted()).toEqual(usesInSource().toSorted());
});

async function fill(page: Page, sql: Sql, viewer: string) {
  const owner = await givenFounder(page, 'menus', 'Menu Labs');
  const params = { plan: 'pro', mrr: 29, seats: 3 };
  for (const project of ['Inkwell', 'Quietmail']) {
    const key = await givenProject(page, project);
    await ingest('identify', key, { email: 'ann@example.com', status: 'trial', params });
  }
  await sql`
    with mine as (select account_id from public.members where email = ${owner}),
      tagged as (
        insert into public.customer_tags (account_id, customer_id, tag)
        select account_id, c.id, 'vip' from public.customers c join mine using (account_id)),
      saved as (
        insert into public.views (account_id, name, query, position)
        select account_id, 'Everywhere', 'f=project_count:at_least:7', 1 from mine)
    insert into public.members (account_id, user_id, role)
    select account_id, u.id, 'viewer' from mine, auth.users u where u.email = ${viewer}`;
}

const PHONE = { width: 390, height: 844 };
const WIDE = { width: 1000, height: 800 };
const NOT_ON_PHONES = /ColumnsMenu|BadgePopover|Palette|Sheet/;

async function pressAll(page: Page, menu: Floating, hand: Hand) {
  const isPhone = hand === 'touch' && !NOT_ON_PHONES.test(menu.use);
  await page.setViewportSize(isPhone ? PHONE : WIDE);
  for (const [at, { words, typed, chosen }] of menu.choices.entries()) {
    await page.goto(menu.at);
    const panel = await menu.open(page, hand);
    if (at === 0) await pressTexts(page, panel, hand);
    for (const word of words) {
      if (typed && word === words.at(-1)) await panel.getByLabel(typed[0]).fill(typed[1]);
      await press(panel.getByText(word, { exact: true }).last(), hand);
    }
    await chosen(page);
  }
}

for (const [whose, hand] of [
  ['a mouse that is held', 'mouse'],
  ['a finger', 'touch'],
] as const) {
  test.describe(whose, () => {
    test.use({ hasTouch: hand === 'touch', isMobile: hand === 'touch' });

    test('chooses by the words in every menu, and closes none by a text', async ({
      page,
      sql,
      browser,
      baseURL,
    }) => {
      test.setTimeout(240_000);
      const person = await newPerson(browser, baseURL);
      await fill(page, sql, await givenFounder(person, 'viewer'));
      for (const menu of FLOATING) {
        await test.step(menu.use, () => pressAll(page, menu, hand));
      }
    });
  });
}

test.describe('a row of a list', () => {
  test.use({ hasTouch: true });

  test('the whole row of an option is its target', async ({ page }) => {
    await givenFounder(page);
    await ingest('identify', await givenProject(page, 'Inkwell'), { email: 'ann@example.com' });
    for (const [hand, status] of [
      ['mouse', 'Trial'],
      ['touch', 'Paid'],
    ] as const) {
      await page.goto('/customers');
      const panel = await FLOATING[0]!.open(page, hand);
      await press(panel.getByText('Status', { exact: true }), hand);
      await pressEnd(panel.locator('.choice').filter({ hasText: status }), hand);
      await expect(page.getByRole('listitem', { name: `Status is ${status}` })).toBeVisible();
    }
  });
});
