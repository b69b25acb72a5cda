import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { chromium, type Browser, type Page } from '@playwright/test';
import { freePort } from '../../local/ports.ts';
import { MANY_ATTEMPTS, startStack } from '../stack.ts';
import { believableCalls, PROJECTS } from './believable.ts';
import { launchOptions } from './browser.ts';
import { takeLinkPreview } from './link-preview.ts';
import { createProject, ingest, signUp } from './steps.ts';
import wait from './wait.ts';

// npm run screenshots: fills a throw-away backend through its own API and takes docs/screenshots,
// and web/static/og.png.
// It serves the last build: run npm run build before.

const FOLDER = 'docs/screenshots';
const SIZES = {
  wide: { viewport: { width: 1440, height: 800 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, hasTouch: true },
};

/** What the README shows: picture, size and colors. */
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
] as const;

/** Each picture is a place and what is done there before it is taken. */
const PICTURES: Record<(typeof SHOWN)[number][0], (page: Page) => Promise<unknown>> = {
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
  panel: async (page) => {
    await page.goto('/customers?q=ingrid');
    await page.waitForLoadState('networkidle');
    await page.getByRole('rowheader').getByRole('link').click();
    await page.getByRole('heading', { name: 'Status history' }).waitFor();
  },
  overview: async (page) => {
    await page.goto('/overview');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.waitForLoadState('networkidle');
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
    await PICTURES[name](page);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({
      path: `${FOLDER}/${name}-${size}-${colorScheme}.png`,
      animations: 'disabled',
      caret: 'hide',
    });
    await context.close();
  }
} finally {
  await browser?.close();
  preview.kill();
  await stop();
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
