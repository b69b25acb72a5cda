import type { Page } from '@playwright/test';
import { createProject, ingest, signUp } from './steps.ts';
import { expect, test } from './test.ts';

const TOTAL = 120;

const firstEmail = (page: Page) => page.locator('td.email').first();

for (const sort of ['', '?sort=email', '?sort=-name', '?sort=first_seen_at']) {
  test(`pages lead through everybody once, and back again ${sort}`, async ({ page }) => {
    await signUp(page);
    const key = await createProject(page, 'Inkwell');
    const calls = Array.from({ length: TOTAL }, (_, i) => ({
      type: 'identify',
      email: `person-${i}@example.com`,
      // Some share a name and some have none, so that only the id tells them apart.
      name: i % 3 ? `Name ${i % 10}` : undefined,
    }));
    await ingest('batch', key, { calls });

    await page.goto(`/customers${sort}`);
    const pages: string[][] = [];
    for (;;) {
      pages.push(await page.locator('td.email').allInnerTexts());
      const next = page.getByText('Next', { exact: true });
      if ((await next.getAttribute('aria-disabled')) === 'true') break;
      const shown = pages.at(-1)![0]!;
      await next.click();
      await expect(firstEmail(page)).not.toHaveText(shown);
    }
    expect(pages.map((rows) => rows.length)).toEqual([50, 50, 20]);
    expect(new Set(pages.flat()).size).toBe(TOTAL);

    for (const rows of [pages[1]!, pages[0]!]) {
      await page.getByText('Previous', { exact: true }).click();
      await expect(firstEmail(page)).toHaveText(rows[0]!);
      expect(await page.locator('td.email').allInnerTexts()).toEqual(rows);
    }
    await expect(page.getByText('Previous')).toHaveAttribute('aria-disabled', 'true');
  });
}
