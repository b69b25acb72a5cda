import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { freePort } from './local/ports.ts';
import { launchOptions } from './tests/e2e/browser.ts';
import { CRON_SECRET, MANY_ATTEMPTS, stack } from './tests/stack.ts';

// npm test gives WEB_URL. Alone, this builds and serves the dashboard in front of TINYCRM_STACK.
const given = process.env.WEB_URL;
// The workers read this file too, and must agree on the port.
process.env.WEB_OWN_URL ??= `http://127.0.0.1:${await freePort()}`;
const baseURL = given ?? process.env.WEB_OWN_URL;
// Not what the shell may have under the same names, of another project.
process.env.SUPABASE_URL = stack().apiUrl;
process.env.SUPABASE_PUBLISHABLE_KEY = stack().publishableKey;
process.env.SUPABASE_SECRET_KEY = stack().secretKey;
process.env.INGEST_URL = stack().ingestUrl;
process.env.SMTP_URL ??= stack().smtpUrl;
process.env.CRON_SECRET ??= CRON_SECRET;
process.env.WEBHOOKS_ALLOW_LOOPBACK = '1';
process.env.ATTEMPTS_PER_VISITOR ??= MANY_ATTEMPTS;

/** Files whose dashboard is not the one that all share. */
const BILLING = /billing(-gate|-accessibility)?\.spec\.ts/;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  globalSetup: './tests/e2e/wait.ts',
  fullyParallel: true,
  // More than there are cores only get into each other's way: each test then takes a third more of them.
  workers: Math.max(2, availableParallelism()),
  projects: [
    { name: 'dashboard', testIgnore: BILLING },
    // Each worker that has one of these starts a backend where billing is on.
    { name: 'billing', testMatch: BILLING, workers: 1 },
  ],
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  // Other tests use the machine too.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A trace costs each test a quarter of its time: --trace on makes one.
  use: { baseURL, launchOptions: await launchOptions(), screenshot: 'only-on-failure' },
  webServer: given
    ? undefined
    : {
        command: `vite build --logLevel warn && vite preview --host 127.0.0.1 --port ${new URL(baseURL).port} --strictPort`,
        url: `${baseURL}/sign-in`,
        timeout: 180_000,
      },
});
