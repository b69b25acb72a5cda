import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The rules that look at colors: of all others a color scheme changes nothing. */
const OF_COLORS = ['color-contrast', 'link-in-text-block'];

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

type Scheme = 'light' | 'dark';

/**
 * Expects that axe finds no fault in the page as it stands, in neither color scheme, and that
 * nothing of it runs over the edge. `place` tells it apart in the report.
 */
export async function expectAccessible(
  page: Page,
  place: string,
  [first, ...others]: Scheme[] = ['light', 'dark'],
): Promise<void> {
  await look(page, place, first!);
  for (const other of others) await look(page, place, other, OF_COLORS);
}

/** The same, and as it stands on a phone, where the colors are those of a wide screen. */
export async function expectAccessibleOnAnyScreen(page: Page, place: string): Promise<void> {
  await page.setViewportSize(WIDE);
  await expectAccessible(page, place);
  await page.setViewportSize(PHONE);
  await expectAccessible(page, `${place}, on a phone`, ['dark']);
}

/** The same of a page that has the styles of another one, which was looked at on any screen. */
export async function expectAccessibleOfItsKind(page: Page, place: string): Promise<void> {
  await page.setViewportSize(WIDE);
  await expectAccessible(page, place, ['light']);
  await page.setViewportSize(PHONE);
  await expectNothingOver(page, `${place}, on a phone`);
}

async function look(page: Page, place: string, colorScheme: Scheme, rules?: string[]) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  // As one script: otherwise it opens another page for each run, for the sake of frames.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  expect.soft(found, `${place}, ${colorScheme}`).toEqual([]);
  await expectNothingOver(page, place);
}

async function expectNothingOver(page: Page, place: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect.soft(over, `${place}, pixels over the edge`).toBeLessThanOrEqual(0);
}
