import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { environment, SNIPPETS } from './snippets.ts';

test('the lines of .env hold the key and the address, or a place for the key', () => {
  const url = 'https://crm.example/ingest';
  expect(environment(url, 'tcrm_proj_x')).toBe(`TINYCRM_KEY=tcrm_proj_x\nTINYCRM_URL=${url}`);
  expect(environment(url)).toBe(`TINYCRM_KEY=tcrm_proj_…\nTINYCRM_URL=${url}`);
  expect(environment(url, 'tcrm_proj_x', 'eu-central-1')).toBe(
    `TINYCRM_KEY=tcrm_proj_x\nTINYCRM_URL=${url}\nTINYCRM_REGION=eu-central-1`,
  );
});

test.each(SNIPPETS)('the snippet for $title reads the key from the environment', ({ code }) => {
  expect(code).toContain('TINYCRM_KEY');
  expect(code).not.toContain('tcrm_proj_');
});

// The SDK's README has longer examples in their place.
const DASHBOARD_ONLY = ['node.js', 'post.sh'];
const files = globSync('examples/snippets/*').filter(
  (file) => !DASHBOARD_ONLY.includes(basename(file)),
);

test.each(files)("the SDK's README shows %s as it is", (file) => {
  expect(files.length).toBeGreaterThan(5);
  const readme = readFileSync('sdk/README.md', 'utf8');
  expect(readme).toContain(`\n${readFileSync(file, 'utf8')}\`\`\``);
});
