import type { Browser } from '@playwright/test';

/** Takes web/static/og.png, what is shown where somebody shares a link: the top of the home page. */
export async function takeLinkPreview(browser: Browser, baseURL: string): Promise<void> {
  // The policy of the page would refuse the style below.
  const context = await browser.newContext({
    baseURL,
    bypassCSP: true,
    viewport: { width: 1200, height: 630 },
  });
  const page = await context.newPage();
  await page.goto('/');
  await page.addStyleTag({
    content: `header, section h1 ~ :not(.lead) { display: none !important }
      section:first-of-type { padding-block: 56px 40px !important }`,
  });
  await page.screenshot({ path: 'web/static/og.png' });
  await context.close();
}
