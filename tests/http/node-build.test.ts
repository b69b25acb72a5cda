import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installCommand } from '$lib/snippets.ts';
import { freePort } from '../../local/ports.ts';
import { HEADERS } from '../../web/lib/server/security-headers.ts';
import { customer, makeProject } from '../examples/project.ts';
import { CRON_SECRET, stack } from '../stack.ts';
import { cookiesOf, newAddress, ORIGIN } from './dashboard.ts';
import { buildOnceForTests } from './whole-build.ts';

// What ADAPTER=node npm run build makes, served by `node build` as docs/host/own-server.md has it:
// behind a proxy, which ends TLS and says where a request came from.

const run = promisify(execFile);
let server: ChildProcess;
let port: number;

beforeAll(async () => {
  buildOnceForTests();
  const { apiUrl, publishableKey, ingestUrl, smtpUrl } = stack();
  port = await freePort();
  server = spawn(process.execPath, ['build'], {
    env: {
      ...{ PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port) },
      ...{ SITE_URL: ORIGIN, ADDRESS_HEADER: 'x-forwarded-for' },
      ...{ SUPABASE_URL: apiUrl, SUPABASE_PUBLISHABLE_KEY: publishableKey },
      ...{ INGEST_URL: ingestUrl, SMTP_URL: smtpUrl, CRON_SECRET },
      ATTEMPTS_PER_VISITOR: '3',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(server.stdout!, 'data');
}, 300_000);
afterAll(async () => {
  server.kill('SIGTERM');
  await once(server, 'exit');
});

function ask(path: string, init: RequestInit = {}, address = newAddress()): Promise<Response> {
  const headers = { 'x-forwarded-for': address, ...(init.headers as Record<string, string>) };
  return fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init, headers });
}

function submit(path: string, fields: Record<string, string>, address?: string, origin = ORIGIN) {
  const headers = { origin, accept: 'text/html' };
  return ask(path, { method: 'POST', headers, body: new URLSearchParams(fields) }, address);
}

test('somebody signs up, and sees their customers', async () => {
  const fields = { email: `node-${randomUUID()}@example.com`, password: randomUUID(), account: '' };
  const signedUp = await submit('/sign-up', fields);
  expect(signedUp.status).toBe(303);
  expect(signedUp.headers.getSetCookie().join()).toContain('Secure');
  const signedIn = await submit('/sign-in?/password', fields);
  expect(signedIn.status).toBe(303);
  const page = await ask('/customers', { headers: { cookie: cookiesOf(signedIn) } });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-/);
});

test('npm installs the SDK from it into an empty folder, and a call by it arrives', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-empty-'));
  const command = installCommand(`http://127.0.0.1:${port}/v1`).split(' ').slice(1);
  await run('npm', [...command, '--no-audit', '--no-fund'], { cwd: folder });
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
  const { version, integrity } = lock.packages['node_modules/tinycrm-sdk'];

  const { founder, env } = await makeProject();
  const program = `new (require('tinycrm-sdk').TinyCRM)(process.env.TINYCRM_KEY).identify({ email: 'alex@example.com' })`;
  await run(process.execPath, ['-e', program], {
    cwd: folder,
    env: { ...env, TINYCRM_URL: `http://127.0.0.1:${port}/v1` },
  });
  expect(await customer({ founder, env }, 'alex@example.com')).toMatchObject({ status: 'free' });
  await rm(folder, { recursive: true });

  const fields = { email: `sdk-${randomUUID()}@example.com`, password: randomUUID(), account: '' };
  const cookie = cookiesOf(await submit('/sign-up', fields));
  const headers = { origin: ORIGIN, cookie, accept: 'text/html' };
  const body = new URLSearchParams({ name: 'Inkwell' });
  const page = await (await ask('/projects?/create', { method: 'POST', headers, body })).text();
  expect(page).toContain(`tinycrm-sdk ${version}`);
  expect(page).toContain(integrity);
});

test('a form of another site is refused', async () => {
  const answer = await submit('/sign-in?/password', {}, undefined, 'https://evil.example');
  expect(answer.status).toBe(403);
});

test('visitors are told apart by what the proxy says', async () => {
  const [one, other] = [newAddress(), newAddress()];
  const wrong = () => submit('/sign-in?/password', { email: 'a@example.com', password: 'x' }, one);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 4; attempt++) statuses.push((await wrong()).status);
  expect(statuses[3]).toBe(429);
  const answer = await submit(
    '/sign-in?/password',
    { email: 'b@example.com', password: 'x' },
    other,
  );
  expect(answer.status).not.toBe(429);
});

test('a chunk of an import is taken, and what is far larger is not', async () => {
  const post = (characters: number) =>
    submit('/sign-in?/password', { email: '', password: '', more: 'x'.repeat(characters) });
  expect((await post(1_000_000)).status).not.toBe(413);
  expect((await post(5_000_000)).status).toBe(413);
});

test.each(['/pricing', '/favicon.svg', '/sign-in'])('%s has its security headers', async (path) => {
  const { status, headers } = await ask(path);
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject(HEADERS);
});

test.each([
  'TRACE / HTTP/1.1\r\nHost: x',
  'GET / HTTP/1.1\r\nHost: x:y',
  'GET // HTTP/1.1\r\nHost: x',
])('%j ends nothing', async (head) => {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${head}\r\nX-Forwarded-For: ${newAddress()}\r\nConnection: close\r\n\r\n`);
  expect((await text(socket)).slice(0, 9)).toBe('HTTP/1.1 ');
  expect((await ask('/sign-in')).status).toBe(200);
});
