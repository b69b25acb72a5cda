import { expectAccessible } from './axe.ts';
import { expect, test } from './test.ts';

test('the playground answers as the API would, by its rules and without sending anything', async ({
  page,
}) => {
  await page.goto('/docs/http-api', { waitUntil: 'networkidle' });
  const sent: string[] = [];
  page.on('request', (request) => {
    if (!/\.(js|css|woff2)$/.test(new URL(request.url()).pathname)) sent.push(request.url());
  });
  const playground = page.locator('.playground');
  const body = playground.getByLabel('Body', { exact: true });
  const answer = playground.getByLabel('Body of the answer');
  const check = playground.getByRole('button', { name: 'Check this call' });

  await check.click();
  await expect(answer).toContainText('"created": true');
  await check.click();
  await expect(answer).toContainText('"created": false');

  await body.fill('{"email": "alex@example.com", "status": "gold"}');
  await check.click();
  await expect(answer).toContainText('The status must be free, trial, paid or churned.');
  await expect(playground.getByRole('link', { name: /validation_failed/ })).toHaveAttribute(
    'href',
    '/problems/validation_failed',
  );

  await playground.getByRole('combobox', { name: 'Call' }).selectOption('/batch');
  await expect(answer).toBeHidden();
  await check.click();
  await expect(answer).toContainText('"updated": true');
  await expect(playground.getByLabel('The call as curl')).toContainText('$TINYCRM_URL/batch');
  await playground.getByText('SDK', { exact: true }).click();
  await expect(playground.getByLabel('The call as SDK')).toContainText('crm.ping(');

  await expectAccessible(page, 'the playground');
  expect(sent).toEqual([]);
  expect(page.url()).toMatch(/\/docs\/http-api$/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page of the API is the reference, and says what the playground needs', async ({
    page,
  }) => {
    await page.goto('/docs/http-api');
    await expect(page.getByRole('button', { name: 'Check this call' })).toBeHidden();
    await expect(page.getByText('This needs JavaScript.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'POST /batch' })).toBeVisible();
  });
});
