import { expect, test } from 'vitest';
import { snippets } from './snippets.ts';

test('every snippet holds the key and the address', () => {
  for (const { code } of snippets('https://crm.example/ingest', 'tcrm_proj_x')) {
    expect(code).toContain('tcrm_proj_x');
    expect(code).toContain('https://crm.example/ingest');
  }
});

test('without a key they read it from the environment', () => {
  const [node, curl] = snippets('https://crm.example/ingest');
  expect(node?.code).toContain('process.env.TINYCRM_KEY');
  expect(curl?.code).toContain('Bearer $TINYCRM_KEY"');
});
