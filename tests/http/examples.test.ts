import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { denoExecutable } from '../../local/binaries.ts';
import { freePort } from '../../local/ports.ts';
import { startOutages } from '../examples/outages.ts';
import { customer, folder, makeProject, newEmail, type Project } from '../examples/project.ts';
import { start } from '../examples/program.ts';
import { callsOfTrigger, type TriggerCall } from '../examples/supabase-trigger.ts';

let project: Project;
const started: { stop(): Promise<unknown> }[] = [];
const known = (email: string) => customer(project, email);
const inTime = { timeout: 20_000 };

beforeAll(async () => {
  project = await makeProject();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((program) => program.stop()));
});

/** Starts an example that ends with the test. */
async function run(...[command, args, where, env]: Parameters<typeof start>): Promise<string> {
  const program = await start(command, args, where, { ...project.env, ...env });
  started.push(program);
  return program.url;
}

const form = (url: string, fields: Record<string, string>, headers = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });

test('express: a sign-up makes a customer, an upgrade makes them paid, a visit is activity', async () => {
  const url = await run(process.execPath, ['server.js'], folder('express'), { PORT: '0' });
  const email = newEmail();
  const answer = await form(`${url}/sign-up`, { email, name: 'Ann' });
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  await expect
    .poll(() => known(email), inTime)
    .toMatchObject({ name: 'Ann', status: 'free', params: { source: 'sign-up form' } });

  await form(`${url}/upgrade`, {}, { cookie });
  await expect
    .poll(() => known(email), inTime)
    .toMatchObject({ status: 'paid', params: { source: 'sign-up form', plan: 'pro', mrr: 29 } });

  const before = (await known(email))!.last_activity_at;
  expect(await (await fetch(url, { headers: { cookie } })).text()).toContain('you are on pro');
  await expect.poll(async () => (await known(email))!.last_activity_at, inTime).not.toBe(before);
});

test('express: a sign-up without a form is refused, not an error of the server', async () => {
  const url = await run(process.execPath, ['server.js'], folder('express'), { PORT: '0' });
  expect((await fetch(`${url}/sign-up`, { method: 'POST' })).status).toBe(400);
});

test('express: it ends before Docker kills it, also when TinyCRM hangs', async () => {
  const outages = await startOutages();
  const env = { PORT: '0', TINYCRM_URL: outages.urls.hangs };
  const program = await start(process.execPath, ['server.js'], folder('express'), {
    ...project.env,
    ...env,
  });
  const answer = await form(`${program.url}/sign-up`, { email: newEmail(), name: 'Ann' });
  expect(answer.status).toBe(302);
  const killed = setTimeout(() => program.stop('SIGKILL'), 10_000);
  expect(await program.stop()).toEqual([0, null]);
  clearTimeout(killed);
  outages.stop();
});

test('sveltekit: the form action of a sign-up makes a customer', async () => {
  const port = String(await freePort());
  const args = ['dev', '--host', '127.0.0.1', '--port', port, '--strictPort'];
  const url = await run(resolve('node_modules/.bin/vite'), args, folder('sveltekit'), {});
  const email = newEmail();
  await form(url, { email, name: 'Sam' }, { origin: url });
  await expect
    .poll(() => known(email), inTime)
    .toMatchObject({ name: 'Sam', status: 'trial', params: { plan: 'pro' } });
});

test('supabase: the trigger on auth.users makes a customer, and without the secret nothing', async () => {
  const imports = JSON.stringify({
    imports: { 'tinycrm-sdk': pathToFileURL(resolve('sdk/dist/index.js')).href },
  });
  const map = `data:application/json,${encodeURIComponent(imports)}`;
  const port = String(await freePort());
  const url = await run(
    denoExecutable(),
    // prettier-ignore
    ['serve', '--no-config', '--import-map', map, '--allow-env', '--allow-net', '--host', '127.0.0.1', '--port', port, 'supabase/functions/tinycrm/index.ts'],
    folder('supabase'),
    { WEBHOOK_SECRET: 'hush' },
  );
  const { signsUp, signsIn, updated } = await callsOfTrigger(newEmail(), 'hush');
  const send = ({ headers, body }: TriggerCall, changes = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { ...headers, ...changes },
      body: JSON.stringify(body),
    });
  const { email } = signsUp!.body.record;
  expect((await send(signsUp!, { 'x-webhook-secret': 'guess' })).status).toBe(401);
  expect((await send(signsUp!)).status).toBe(200);
  await expect
    .poll(() => known(email), inTime)
    .toMatchObject({ name: 'Sue', status: 'free', params: { source: 'supabase' } });

  const before = (await known(email))!.last_activity_at;
  await send(signsIn!);
  await expect.poll(async () => (await known(email))!.last_activity_at, inTime).not.toBe(before);
  expect(updated).toBeUndefined();
  expect(JSON.stringify([signsUp, signsIn])).not.toContain('the hash of a password');
});

test('supabase: a sign-up goes on when the trigger cannot tell', async () => {
  expect(await callsOfTrigger(newEmail(), null)).toEqual({});
});
