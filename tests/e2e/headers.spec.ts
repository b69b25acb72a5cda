import { test as plain } from '@playwright/test';
import { signUp } from './steps.ts';
import { expect, test } from './test.ts';

const PLACES = {
  'a page': '/sign-in',
  'a redirect': '/customers',
  'a page that is not there': '/nowhere',
  'the data of a page': '/customers/__data.json',
  'a form that is not there': '/sign-in?/nothing',
};

for (const [what, path] of Object.entries(PLACES)) {
  test(`${what} carries every security header`, async ({ request, baseURL }) => {
    const response = path.includes('?/')
      ? await request.post(path, { form: {}, headers: { origin: baseURL! } })
      : await request.get(path, { maxRedirects: 0 });
    const headers = response.headers();
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'strict-transport-security': expect.stringContaining('max-age=63072000'),
      'cache-control': expect.stringContaining('no-store'),
    });
    for (const directive of ["base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"]) {
      expect(headers['content-security-policy']).toContain(directive);
    }
  });
}

test('scripts run by a nonce that differs on every answer', async ({ page }) => {
  const nonce = async () => {
    const policy = (await page.goto('/sign-in'))!.headers()['content-security-policy']!;
    expect(policy).not.toContain("script-src 'unsafe");
    return /script-src 'self' 'nonce-([^']+)'/.exec(policy)![1];
  };
  expect(await nonce()).not.toBe(await nonce());
});

plain('a script that somebody smuggles in does not run', async ({ page }) => {
  await signUp(page, 'mallory', '<img src=x onerror="document.title=1">');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "smuggled"';
    document.body.append(script);
  });
  await expect(page).toHaveTitle('Customers · TinyCRM');
});
