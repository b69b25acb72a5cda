import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { environment, installCommand, SNIPPETS } from './snippets.ts';

test('the lines of .env hold the key and the address, or a place for the key', () => {
  const url = 'https://crm.example/ingest';
  expect(environment(url, 'tcrm_proj_x')).toBe(`TINYCRM_KEY=tcrm_proj_x\nTINYCRM_URL=${url}`);
  expect(environment(url)).toBe(`TINYCRM_KEY=tcrm_proj_…\nTINYCRM_URL=${url}`);
});

test('each framework and language has its snippet, and what has two files shows two', () => {
  expect(SNIPPETS.map(({ title, files }) => [title, ...files.map(({ name }) => name)])).toEqual([
    ['Node.js', undefined],
    ['Next.js', 'lib/crm.ts', 'app/sign-up/actions.ts'],
    ['Express', undefined],
    ['SvelteKit', 'src/lib/server/crm.ts', 'src/hooks.server.ts'],
    ['Hono', undefined],
    ...['curl', 'Python', 'PHP', 'Ruby'].map((title) => [title, undefined]),
  ]);
});

test('the SDK is installed from where the dashboard is', () => {
  expect(installCommand('https://crm.example/v1')).toBe('npm install https://crm.example/sdk.tgz');
});

test.each(SNIPPETS)('the snippet for $title reads the key from the environment', ({ files }) => {
  const code = files.map(({ code }) => code).join('\n');
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
