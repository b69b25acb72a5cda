import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { chromium, type Browser, type Page } from '@playwright/test';
import { freePort } from '../../local/ports.ts';
import { MANY_ATTEMPTS, startStack } from '../stack.ts';
import { believableCalls, PROJECTS } from './believable.ts';
import { launchOptions } from './browser.ts';
import { takeLinkPreview } from './link-preview.ts';
import { createProject, ingest, signUp } from './steps.ts';
import wait from './wait.ts';

// npm run screenshots: fills a throw-away backend through its own API and takes docs/screenshots,
// and web/static/og.png. A name takes its pictures alone: npm run screenshots -- import.
// It serves the last build: run npm run build before.

const FOLDER = 'docs/screenshots';
const SIZES = {
  wide: { viewport: { width: 1440, height: 800 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, hasTouch: true },
  site: { viewport: { width: 960, height: 600 }, deviceScaleFactor: 1.25 },
};

/** What the README and the home page (`site`) show: picture, size and colors. */
const SHOWN = [
  ['customers', 'wide', 'light'],
  ['grid', 'wide', 'light'],
  ['filters', 'wide', 'dark'],
  ['panel', 'wide', 'light'],
  ['panel', 'wide', 'dark'],
  ['overview', 'wide', 'light'],
  ['overview', 'wide', 'dark'],
  ['customers', 'phone', 'light'],
  ['overview', 'phone', 'dark'],
  ['overview', 'site', 'light'],
  ['overview', 'site', 'dark'],
  ['panel', 'site', 'light'],
  ['panel', 'site', 'dark'],
  ['import', 'site', 'light'],
  ['import', 'site', 'dark'],
  ['receivers', 'site', 'light'],
  ['receivers', 'site', 'dark'],
] as const;

const SPREADSHEET = `Email,Name,Plan,Monthly,Signed up,Status
ingrid.solberg@example.com,Ingrid Solberg,pro,29,2026-03-02,active
kenji.mori@paperkite.dev,Kenji Mori,team,79,2026-04-18,active
tara.singh@northpine.co,Tara Singh,pro,0,2026-11-21,trialing
owen.price@example.com,Owen Price,solo,0,2025-12-09,canceled
`;

/** Each picture is a place and what is done there before it is taken. */
const PICTURES: Record<(typeof SHOWN)[number][0], (page: Page, size: string) => Promise<unknown>> =
  {
    customers: async (page) => {
      await page.goto('/customers');
      await page.getByRole('status').filter({ hasText: 'customers' }).waitFor();
    },
    filters: async (page) => {
      await page.goto('/customers?f=status:is:paid&f=project_count:at_least:2&sort=-param:mrr');
      await page.waitForLoadState('networkidle');
      await page.getByLabel('Paid, value').click();
      await page.getByRole('checkbox', { name: 'Trial', exact: true }).waitFor();
    },
    grid: async (page) => {
      await page.goto('/customers?layout=grid');
      await page.getByRole('status').filter({ hasText: 'customers' }).waitFor();
    },
    panel: async (page, size) => {
      // Beside a narrow table there would be no room for its rows.
      if (size === 'site') await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto(size === 'site' ? '/customers' : '/customers?q=ingrid');
      await page.waitForLoadState('networkidle');
      await page
        .getByRole('rowheader')
        .getByRole('link')
        .nth(size === 'site' ? 2 : 0)
        .click();
      await page.getByRole('heading', { name: 'Status history' }).waitFor();
    },
    overview: async (page) => {
      await page.goto('/overview');
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      await page.waitForLoadState('networkidle');
    },
    import: async (page) => {
      await page.goto('/import');
      await page.waitForLoadState('networkidle');
      const buffer = Buffer.from(SPREADSHEET);
      await page
        .getByLabel('File', { exact: true })
        .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer });
      await page.getByRole('heading', { name: 'Map columns' }).waitFor();
    },
    receivers: async (page) => {
      await page.goto('/projects');
      await page.getByRole('link', { name: 'Inkwell' }).first().click();
      await page.waitForURL(/\/projects\/[0-9a-f-]{36}/);
      await page.goto(`${new URL(page.url()).pathname}/receivers/stripe`);
      await page.getByRole('heading', { name: 'Stripe', level: 1 }).waitFor();
      const create = page.getByRole('button', { name: 'Create URL' });
      if (await create.isVisible()) await create.click();
      // Not the port of this machine.
      await page.getByTestId('receiver-url').evaluate((code) => {
        code.textContent = code.textContent!.replace(/^http:..[^/]+/, 'https://crm.example.com');
      });
    },
  };

const { stop, ...stack } = await startStack();
process.env.TINYCRM_STACK = JSON.stringify(stack);
const port = await freePort();
process.env.WEB_URL = `http://127.0.0.1:${port}`;
const preview = spawn(
  'node_modules/.bin/vite',
  ['preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      SUPABASE_URL: stack.apiUrl,
      SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
      INGEST_URL: stack.ingestUrl,
      ATTEMPTS_PER_VISITOR: MANY_ATTEMPTS,
    },
  },
);
let browser: Browser | undefined;
try {
  await wait();
  await mkdir(FOLDER, { recursive: true });
  browser = await chromium.launch(await launchOptions());
  const storageState = await fill(browser);
  const wanted = process.argv.slice(2);
  if (!wanted.length || wanted.includes('og')) {
    await takeLinkPreview(browser, process.env.WEB_URL);
  }
  for (const [name, size, colorScheme] of SHOWN) {
    if (wanted.length && !wanted.includes(name)) continue;
    const baseURL = process.env.WEB_URL;
    const context = await browser.newContext({
      ...SIZES[size],
      colorScheme,
      baseURL,
      storageState,
    });
    const page = await context.newPage();
    await PICTURES[name](page, size);
    await page.evaluate(() => document.fonts.ready);
    await take(page, `${FOLDER}/${name}-${size}-${colorScheme}`, size === 'site');
    await context.close();
  }
} finally {
  await browser?.close();
  preview.kill();
  await stop();
}

/** Takes a picture: for the README as PNG, for the site as WebP, which is a third of that. */
async function take(page: Page, path: string, isForSite: boolean): Promise<void> {
  if (!isForSite) {
    await page.screenshot({ path: `${path}.png`, animations: 'disabled', caret: 'hide' });
    return;
  }
  await page.mouse.move(0, 0);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: 85 });
  await writeFile(`${path}.webp`, data, 'base64');
}

/** A founder with four projects and their customers. Returns the browser state that is signed in. */
async function fill(browser: Browser) {
  const page = await browser.newPage({ baseURL: process.env.WEB_URL });
  await signUp(page, 'robin', 'Northwind Labs');
  const keys = new Map<string, string>();
  for (const project of PROJECTS) keys.set(project, await createProject(page, project));
  for (const project of PROJECTS) {
    const calls = believableCalls(Date.now())
      .filter((call) => call.project === project)
      .map(({ project: _, ...call }) => ({ type: 'identify', ...call }));
    for (let from = 0; from < calls.length; from += 100) {
      const { status } = await ingest('batch', keys.get(project)!, {
        calls: calls.slice(from, from + 100),
      });
      if (status !== 200) throw new Error(`${project}: the batch was answered with ${status}.`);
    }
  }
  const figures = { time_zone: 'UTC', currency: 'USD', mrr_param: 'mrr' };
  await page.request.post('/settings?/figures', {
    form: figures,
    headers: { origin: process.env.WEB_URL! },
  });
  const state = await page.context().storageState();
  await page.close();
  return state;
}
