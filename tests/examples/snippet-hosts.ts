import { resolve } from 'node:path';

// The programs that the snippets for JavaScript are pasted into: they do what the snippet leaves to them.

const EMAIL = 'alex@example.com';
const USER = `{ email: '${EMAIL}', name: 'Alex' }`;
/** Says that the program went on. */
export const WENT_ON = `console.log('went on');`;

export const EXPRESS = `
import { createRequire } from 'node:module';
const express = createRequire(${JSON.stringify(resolve('package.json'))})('express');
globalThis.app = express();
globalThis.createUser = async () => (${USER});
globalThis.server = app.listen(0, '127.0.0.1', async () => {
  await import('./snippet.ts');
  const url = 'http://127.0.0.1:' + server.address().port + '/sign-up';
  const answer = await fetch(url, { method: 'POST', redirect: 'manual' });
  if (answer.status === 302) ${WENT_ON}
  process.kill(process.pid, 'SIGTERM');
});`;

export const NEXT = `
globalThis.createUser = async () => (${USER});
const { signUp } = await import('./action.ts');
await signUp(new FormData());
${WENT_ON}`;

export const SVELTEKIT = `
const { handle } = await import('./hooks.ts');
await handle({ event: { locals: { user: ${USER} } }, resolve: () => {} });
${WENT_ON}`;

// A Worker has no process.env: what it is told is in the bindings of the request.
export const HONO = `
const { TINYCRM_KEY, TINYCRM_URL } = process.env;
delete process.env.TINYCRM_KEY;
delete process.env.TINYCRM_URL;
globalThis.app = { post: (_path, handler) => (globalThis.handler = handler) };
await import('./snippet.ts');
const waiting = [];
const { ok } = await handler({
  env: { TINYCRM_KEY, TINYCRM_URL },
  executionCtx: { waitUntil: (promise) => waiting.push(promise) },
  req: { json: async () => (${USER}) },
  json: (value) => value,
});
if (ok && waiting.length === 1) ${WENT_ON}`;

export const LAMBDA = `
globalThis.work = async () => 'done';
const { handler } = await import('./snippet.ts');
if ((await handler(${USER})) === 'done') ${WENT_ON}`;
