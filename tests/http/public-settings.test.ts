import { expect, test } from 'vitest';
import { stack } from '../stack.ts';
import { ask } from './dashboard.ts';

// With both, anybody could ask Auth itself who has an account, past what the forms do so as not to tell.
test('the browser is told neither where the backend is nor its key', async () => {
  const { apiUrl, publishableKey } = stack();
  const env = await (await ask('/_app/env.js')).text();
  expect(env.trim()).toBe('export const env={}');
  for (const path of ['/', '/sign-in', '/sign-up', '/forgot-password']) {
    const page = await (await ask(path)).text();
    expect(page, path).toContain('</html>');
    expect(page, path).not.toContain(apiUrl);
    expect(page, path).not.toContain(publishableKey);
  }
});
