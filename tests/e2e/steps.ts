import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { stack } from '../stack.ts';

export const PASSWORD = 'correct horse battery';

/** Signs a new founder up through the form, and ends on the customers page. */
export async function signUp(page: Page, name = 'founder', account = ''): Promise<string> {
  const email = `${name}-${randomUUID().slice(0, 8)}@example.com`;
  await page.goto('/sign-up');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('Account name').fill(account);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/customers$/);
  return email;
}

/** A new founder who is signed in. Nothing is drawn, and the page is where it was. */
export async function givenFounder(page: Page, name = 'founder', account = ''): Promise<string> {
  const email = `${name}-${randomUUID().slice(0, 8)}@example.com`;
  await send(page, '/sign-up', { email, password: PASSWORD, account });
  return email;
}

/** A new project of who is signed in, and its key. Nothing is drawn, and the page is where it was. */
export async function givenProject(page: Page, name: string): Promise<string> {
  const answer = await send(page, '/projects?/create', { name });
  const key = /tcrm_proj_\w+/.exec(answer)?.[0];
  if (!key) throw new Error(`No key in ${answer}`);
  return key;
}

/** Sends a form of the dashboard as its own scripts do, with the cookies of the page. */
async function send(page: Page, path: string, form: Record<string, string>): Promise<string> {
  const { request } = page.context();
  // The context knows where the dashboard is, but does not tell.
  const { origin } = new URL((await request.get('/robots.txt')).url());
  const headers = { origin, accept: 'application/json', 'x-sveltekit-action': 'true' };
  const response = await request.post(path, { form, headers });
  const text = await response.text();
  if (!/"type":"(success|redirect)"/.test(text)) throw new Error(`${path} answered ${text}`);
  return text;
}

/** Creates a project through the form and returns the key that the page shows. */
export async function createProject(page: Page, name: string): Promise<string> {
  await page.goto('/projects');
  const another = page.getByText('New project', { exact: true });
  if (await another.isVisible()) await another.click();
  await page.getByLabel('Project name').fill(name);
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { name: `Your key for ${name}` })).toBeVisible();
  return page.getByTestId('api-key').innerText();
}

/** What was done or refused a moment ago, at the lower edge of the page. The announcer says it too. */
export const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });

/** Opens or closes a menu by the button that says `label`. */
export async function menu(page: Page, label: string): Promise<void> {
  await page.locator('summary').filter({ hasText: label }).first().click();
}

/** Calls the ingest API as a product's backend does. */
export async function ingest(route: string, apiKey: string, body: unknown) {
  const response = await fetch(`${stack().ingestUrl}/${route}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
