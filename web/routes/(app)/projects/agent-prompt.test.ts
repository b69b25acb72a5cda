import { expect, test } from 'vitest';
import { agentPrompt } from './agent-prompt.ts';

test('the prompt for an AI agent has the address, the install command and no key', () => {
  const url = 'https://crm.example/v1';
  const prompt = agentPrompt(url);
  expect(prompt).toContain(`TINYCRM_URL=${url}\n`);
  expect(prompt).toContain('npm install https://crm.example/sdk.tgz');
  expect(prompt).toContain('https://crm.example/docs/http-api.md');
  expect(prompt).not.toMatch(/tcrm_proj_\w/);
});
