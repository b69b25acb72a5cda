import { defineConfig } from '@playwright/test';
import { launchOptions } from './tests/e2e/browser.ts';

// npm test starts the backend and the built dashboard and names them in TINYCRM_STACK and WEB_URL.
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  use: {
    baseURL: process.env.WEB_URL,
    launchOptions: await launchOptions(),
    trace: 'retain-on-failure',
  },
});
