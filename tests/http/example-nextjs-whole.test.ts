import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../local/ports.ts';
import { customer, folder, makeProject, newEmail, type Project } from '../examples/project.ts';
import { start } from '../examples/program.ts';

// 350 MB that npm install does not bring; examples/README.md says how to install it here.
const next = resolve(folder('nextjs'), 'node_modules/next/dist/bin/next');

describe.skipIf(!existsSync(next))('the whole Next.js application', () => {
  let project: Project;
  let program: Awaited<ReturnType<typeof start>>;
  let url: string;

  beforeAll(async () => {
    project = await makeProject();
    const port = String(await freePort());
    const standIn = pathToFileURL(resolve('tests/examples/github-stand-in.mjs')).href;
    program = await start(process.execPath, [next, 'dev', '-p', port], folder('nextjs'), {
      ...project.env,
      NODE_OPTIONS: `--import ${standIn}`,
      NEXT_TELEMETRY_DISABLED: '1',
      AUTH_SECRET: 'a secret of this test, long enough',
      AUTH_GITHUB_ID: 'id',
      AUTH_GITHUB_SECRET: 'secret',
      AUTH_URL: `http://localhost:${port}`,
    });
    url = `http://localhost:${port}`;
  });

  afterAll(() => program?.stop());

  test('a sign-up in its form, without JavaScript, makes a customer', async () => {
    const html = await (await fetch(`${url}/sign-up`)).text();
    const form = new FormData();
    for (const [, name, value = ''] of html.matchAll(
      /type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g,
    )) {
      form.set(name!, value.replaceAll('&quot;', '"'));
    }
    const email = newEmail();
    form.set('email', email);
    form.set('name', 'Nia');
    const answer = await fetch(`${url}/sign-up`, {
      method: 'POST',
      body: form,
      headers: { origin: url },
      redirect: 'manual',
    });
    expect(answer.status).toBe(303);
    await expect
      .poll(() => customer(project, email), { timeout: 20_000 })
      .toMatchObject({ name: 'Nia', status: 'trial', params: { plan: 'team' } });
  });

  test('a sign-in with GitHub makes a customer, whose plan the route handler tells', async () => {
    const cookies = new Map<string, string>();
    const visit = async (path: string, init: RequestInit = {}) => {
      const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
      const response = await fetch(new URL(path, url), {
        ...init,
        headers: { ...init.headers, cookie },
        redirect: 'manual',
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        cookies.set(name!, value!);
      }
      return response;
    };
    const { csrfToken } = await (await visit('/api/auth/csrf')).json();
    const asked = await visit('/api/auth/signin/github', {
      method: 'POST',
      body: new URLSearchParams({ csrfToken }),
    });
    const github = new URL(asked.headers.get('location')!);
    expect(github.host).toBe('github.com');
    const email = newEmail();
    const back = new URLSearchParams({ code: email });
    if (github.searchParams.has('state')) back.set('state', github.searchParams.get('state')!);
    const landed = await visit(`/api/auth/callback/github?${back}`);
    expect(landed.headers.get('location')).not.toContain('error');
    await expect
      .poll(() => customer(project, email), { timeout: 20_000 })
      .toMatchObject({ name: 'Gia', status: 'free' });

    const chosen = await visit('/api/plan', { method: 'POST', body: '{"plan":"team"}' });
    expect(chosen.status).toBe(200);
    await expect
      .poll(() => customer(project, email), { timeout: 20_000 })
      .toMatchObject({ status: 'paid', params: { plan: 'team', mrr: 29 } });
  });
});
