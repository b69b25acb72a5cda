import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type Page,
} from '@playwright/test';
import type { Sql } from 'postgres';
import { connect } from '../founder.ts';
import { stack } from '../stack.ts';

export { expect };

/** Playwright's test with the database at hand; it fails when the page reports an error. */
export const test = base.extend<{ sql: Sql; noErrors: void }>({
  page: async ({ page, javaScriptEnabled }, use) => {
    if (javaScriptEnabled !== false) waitForScripts(page);
    await use(page);
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from it
  sql: async ({}, use) => {
    const sql = connect(stack().dbUrl);
    await use(sql);
    await sql.end();
  },
  noErrors: [
    async ({ page }, use) => {
      const errors = watchErrors(page);
      await use();
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

/** A second person in a browser of their own. */
export async function newPerson(browser: Browser, baseURL?: string): Promise<Page> {
  return newTab(await browser.newContext({ baseURL }));
}

/** One more tab of the same person. */
export async function newTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  waitForScripts(page);
  return page;
}

/** A click before a page has come to life is lost, which on a busy machine happens even to tests. */
function waitForScripts(page: Page): void {
  // Kit adds its announcer when everything has its handlers.
  const isAlive = () =>
    !!document.querySelector('#svelte-announcer') ||
    ![...document.scripts].some(({ text }) => text.includes('kit.start('));
  for (const name of ['goto', 'reload', 'goBack'] as const) {
    const go = page[name].bind(page) as (...args: unknown[]) => ReturnType<Page['goto']>;
    page[name] = async (...args: unknown[]) => {
      const response = await go(...args);
      // Each frame would be drawn for it otherwise.
      await page.waitForFunction(isAlive, undefined, { polling: 50 });
      return response;
    };
  }
}

/** Collects thrown errors and what the browser refused, such as the security policy's blocks. */
function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // An answer of 4xx is told apart by the test that expects it.
    const expected = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !expected) errors.push(message.text());
  });
  return errors;
}
