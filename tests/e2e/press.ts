import { expect, type Locator, type Page } from '@playwright/test';

/** How hands press: a mouse button is held as long as people hold it, a finger taps. */
export type Hand = 'mouse' | 'touch';

const HELD_MS = 80;

/** Presses the middle of what `target` shows, wherever that is. */
export async function press(target: Locator, hand: Hand): Promise<void> {
  if (hand === 'touch') await target.tap();
  else await target.click({ delay: HELD_MS });
}

/** Presses the right end of a row, where its words have ended long before. */
export async function pressEnd(target: Locator, hand: Hand): Promise<void> {
  await expect(target).toBeVisible();
  const { width, height } = (await target.boundingBox())!;
  const position = { x: width - 6, y: height / 2 };
  if (hand === 'touch') await target.tap({ position });
  else await target.click({ position, delay: HELD_MS });
}

interface Text {
  x: number;
  y: number;
  text: string;
  /** Whether it names a field. */
  isLabel: boolean;
}

/**
 * Presses every text of `panel` that is no choice: its explanations and the labels of its fields.
 * Nothing may come of it but the focus of the field, and the panel stays.
 */
export async function pressTexts(page: Page, panel: Locator, hand: Hand): Promise<void> {
  for (const { x, y, text, isLabel } of await panel.evaluate(readTexts)) {
    if (hand === 'touch') {
      await page.touchscreen.tap(x, y);
    } else {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.waitForTimeout(HELD_MS);
      await page.mouse.up();
    }
    await expect(panel, `after a press on “${text}”`).toBeVisible();
    if (!isLabel) continue;
    const isFocused = () =>
      panel.evaluate(() => document.activeElement?.matches('label *, label ~ *') ?? false);
    await expect.poll(isFocused, `the field of “${text}” has the focus`).toBe(true);
  }
}

/** Runs in the page. */
function readTexts(panel: HTMLElement | SVGElement): Text[] {
  const found: Text[] = [];
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement!;
    const text = node.textContent!.trim();
    if (
      !text ||
      parent.closest('a, button, option, [role=option], label:has([type=checkbox]), .sr-only')
    )
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { x, y, width, height } = range.getClientRects()[0] ?? new DOMRect();
    const middle = { x: x + width / 2, y: y + height / 2 };
    const top = document.elementFromPoint(middle.x, middle.y);
    if (!top || !(parent.contains(top) || top.contains(parent))) continue;
    found.push({ ...middle, text, isLabel: !!parent.closest('label') });
  }
  return found;
}
