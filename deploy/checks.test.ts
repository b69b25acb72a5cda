import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HEADERS } from '../web/lib/server/security-headers.ts';
import { connect } from '../tests/founder.ts';
import { stack } from '../tests/stack.ts';
import { checkInstallation } from './checks.ts';
import type { Settings } from './settings.ts';

const template = (name: string) => readFileSync(`supabase/templates/${name}.html`, 'utf8');
const goodAuth = (site_url: string): Record<string, unknown> => ({
  site_url,
  password_min_length: 10,
  jwt_exp: 600,
  mailer_secure_email_change_enabled: true,
  security_update_password_require_reauthentication: true,
  rate_limit_token_refresh: 1000,
  mailer_templates_confirmation_content: template('confirmation'),
  mailer_templates_magic_link_content: template('magic_link'),
  mailer_templates_recovery_content: template('recovery'),
  mailer_templates_email_change_content: template('email_change'),
});

// What the local stack has not: a dashboard, Supabase's management API, Stripe, confirmed emails.
let server: Server;
let url: string;
let answers: Record<string, { status?: number; headers?: Record<string, string>; body?: unknown }>;
let settings: Settings;
/** The authorization that the last request to each path brought. */
const bearer: Record<string, string> = {};

const CRON_SECRET = 'c'.repeat(32);
// A password of its own: only a stack with Stripe serves the function.
let billingDbUrl: string;

beforeAll(async () => {
  const admin = connect(stack().adminUrl);
  const password = randomUUID();
  await admin.unsafe(`alter role billing password '${password}'`);
  await admin.end();
  const { host, pathname } = new URL(stack().dbUrl);
  billingDbUrl = `postgres://billing:${password}@${host}${pathname}`;
  server = createServer((request, response) => {
    const path = request.url!.split('?')[0]!;
    bearer[path] = request.headers.authorization ?? '';
    const { status = 200, headers = {}, body = {} } = answers[path] ?? { status: 404 };
    response.writeHead(status, headers).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

beforeEach(() => {
  const { dbUrl, ingestDbUrl, readDbUrl, ingestUrl } = stack() as ReturnType<typeof stack> & {
    ingestDbUrl: string;
    readDbUrl: string;
  };
  settings = {
    SUPABASE_URL: url,
    SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
    INGEST_URL: ingestUrl,
    DASHBOARD_URL: url,
    DB_URL: dbUrl,
    INGEST_DB_URL: ingestDbUrl,
    READ_DB_URL: readDbUrl,
    SUPABASE_ACCESS_TOKEN: 'sbp_x',
    STRIPE_SECRET_KEY: 'sk_test_x',
    BILLING_DB_URL: billingDbUrl,
    CRON_SECRET,
    SUPABASE_API_URL: url,
    STRIPE_API_URL: url,
  };
  const endpoint = {
    url: `${url}/functions/v1/billing/webhook`,
    status: 'enabled',
    enabled_events: ['*'],
  };
  answers = {
    '/sign-in': { headers: { ...HEADERS, 'content-security-policy': "default-src 'none'" } },
    '/pricing': { headers: HEADERS },
    '/v1/health': { body: { status: 'ok' } },
    '/auth/v1/settings': { body: { mailer_autoconfirm: false } },
    '/v1/projects/127/config/auth': { body: goodAuth(url) },
    '/notifications/send': { body: { ready: true } },
    '/v1/webhook_endpoints': { body: { data: [endpoint] } },
  };
});

/** The things left to do, by the name of the line. */
async function toDo(): Promise<Record<string, string>> {
  const lines = await checkInstallation(settings);
  return Object.fromEntries(lines.filter(({ ok }) => !ok).map(({ name, text }) => [name, text]));
}

test('an installation that is complete has nothing to do', async () => {
  expect(await toDo()).toEqual({});
});

test('the local stack answers as Supabase does, except that it confirms no emails', async () => {
  const { apiUrl, publishableKey } = stack();
  settings.SUPABASE_URL = apiUrl;
  settings.SUPABASE_PUBLISHABLE_KEY = publishableKey;
  settings.STRIPE_SECRET_KEY = '';
  expect(await toDo()).toEqual({ Confirmation: expect.stringContaining('Confirm email') });
});

test('without billing there is nothing to do at Stripe, and nobody signs in for it', async () => {
  settings.STRIPE_SECRET_KEY = '';
  settings.BILLING_DB_URL = '';
  answers['/v1/webhook_endpoints'] = { status: 401 };
  expect(await toDo()).toEqual({});
});

test('the dashboard is asked about mails with the secret, and not at all without one', async () => {
  await toDo();
  expect(bearer['/notifications/send']).toBe(`Bearer ${CRON_SECRET}`);
  settings.CRON_SECRET = '';
  answers['/notifications/send'] = { status: 500 };
  expect(await toDo()).toEqual({});
});

const spoilPassword = (url: string) => url.replace(/:[^:@]+@/, ':wrong@');

test.each<[string, string, () => void]>([
  ['DB_URL', 'set it to postgres://', () => (settings.DB_URL = '')],
  [
    'Supabase',
    'copy SUPABASE_PUBLISHABLE_KEY',
    () => (answers['/auth/v1/settings'] = { status: 401, body: { mailer_autoconfirm: false } }),
  ],
  ['Migrations', 'ECONNREFUSED', () => (settings.DB_URL = 'postgres://a:secret@127.0.0.1:1/x')],
  ['Role ingest', 'signs in as postgres', () => (settings.INGEST_DB_URL = settings.DB_URL)],
  ['Role reader', 'signs in as postgres', () => (settings.READ_DB_URL = settings.DB_URL)],
  ['Role billing', 'signs in as postgres', () => (settings.BILLING_DB_URL = settings.DB_URL)],
  ['Role billing', 'set BILLING_DB_URL', () => (settings.BILLING_DB_URL = '')],
  ['Role billing', 'password', () => (settings.BILLING_DB_URL = spoilPassword(billingDbUrl))],
  ['Mails', 'the same at Vercel', () => (answers['/notifications/send'] = { status: 401 })],
  [
    'Mails',
    'Set SMTP_URL',
    () => (answers['/notifications/send'] = { status: 503, body: { message: 'Set SMTP_URL.' } }),
  ],
  [
    'Function ingest',
    'functions deploy ingest',
    () => (settings.INGEST_URL = stack().ingestUrl.replace(/ingest$/, 'nothing')),
  ],
  [
    'Function receive',
    'functions deploy receive',
    () => {
      settings.INGEST_URL = `${url}/x/ingest`;
      answers['/x/ingest/health'] = { body: { status: 'ok' } };
      answers['/x/read/projects'] = { status: 401, body: { code: 'unauthorized' } };
      answers['/x/mcp'] = { status: 401, body: { code: 'unauthorized' } };
    },
  ],
  [
    'Function read',
    'set the function secret READ_DB_URL',
    () => {
      settings.INGEST_URL = `${url}/x/ingest`;
      answers['/x/ingest/health'] = { body: { status: 'ok' } };
      answers['/x/receive/'] = { status: 404, body: { request_id: 'x' } };
      answers['/x/read/projects'] = { status: 503, body: { code: 'not_configured' } };
      answers['/x/mcp'] = { status: 401, body: { code: 'unauthorized' } };
    },
  ],
  [
    'Function mcp',
    'functions deploy mcp',
    () => {
      settings.INGEST_URL = `${url}/x/ingest`;
      answers['/x/ingest/health'] = { body: { status: 'ok' } };
      answers['/x/receive/'] = { status: 404, body: { request_id: 'x' } };
      answers['/x/read/projects'] = { status: 401, body: { code: 'unauthorized' } };
    },
  ],
  ['Dashboard', 'drops strict-transport-security', () => (answers['/sign-in'] = {})],
  ['Dashboard', '/pricing drops strict-transport-security', () => (answers['/pricing'] = {})],
  [
    'Dashboard',
    'with nothing after the host',
    () => {
      settings.DASHBOARD_URL = `${url}/`;
      answers['//notifications/send'] = answers['/notifications/send']!;
      answers['/v1/projects/127/config/auth']!.body = goodAuth(`${url}/`);
    },
  ],
  ['Dashboard', 'answers 500', () => (answers['/sign-in'] = { status: 500 })],
  [
    'Confirmation',
    'Confirm email',
    () => (answers['/auth/v1/settings'] = { body: { mailer_autoconfirm: true } }),
  ],
  ['Auth', 'set SUPABASE_ACCESS_TOKEN', () => (settings.SUPABASE_ACCESS_TOKEN = '')],
  ['Auth', 'refused with 401', () => (answers['/v1/projects/127/config/auth'] = { status: 401 })],
  [
    'Stripe',
    'add a webhook endpoint',
    () => (answers['/v1/webhook_endpoints'] = { body: { data: [] } }),
  ],
])('%s: %s', async (name, text, spoil) => {
  spoil();
  const found = await toDo();
  expect(Object.keys(found)).toEqual([name]);
  expect(found[name]).toContain(text);
  expect(found[name]).not.toContain('secret@');
});

test('a dashboard that passes no calls on is told which setting to look at', async () => {
  answers['/v1/health'] = { status: 503 };
  expect(await toDo()).toEqual({ Dashboard: expect.stringContaining('INGEST_URL') });
});

test('a dashboard that runs far from its database is told where to', async () => {
  settings.DB_URL = 'postgres://a:secret@aws-0-eu-central-1.pooler.x.example:1/x';
  answers['/sign-in']!.headers!['x-vercel-id'] = 'cdg1::iad1::abc';
  expect((await toDo()).Dashboard).toContain('FUNCTION_REGION=fra1');
  answers['/sign-in']!.headers!['x-vercel-id'] = 'cdg1::fra1::abc';
  expect(await toDo()).not.toHaveProperty('Dashboard');
});

test.each([
  ['password_min_length', 6, 'minimum password length 10'],
  ['mailer_secure_email_change_enabled', false, 'secure email change on'],
  ['security_update_password_require_reauthentication', false, 'secure password change on'],
  ['jwt_exp', 3600, 'access token life 600 seconds'],
  ['site_url', 'http://localhost:3000', 'site URL'],
  ['rate_limit_token_refresh', 150, 'rate limit of token refreshes 1000'],
  ['mailer_templates_recovery_content', '{{ .ConfirmationURL }}', 'the template recovery'],
])('a setting of Auth that is not ours is named: %s', async (key, value, text) => {
  (answers['/v1/projects/127/config/auth']!.body as Record<string, unknown>)[key] = value;
  expect((await toDo()).Auth).toContain(text);
});

test('a site URL with a slash at its end is refused: links in mails would have two', async () => {
  (answers['/v1/projects/127/config/auth']!.body as Record<string, unknown>).site_url = `${url}/`;
  expect((await toDo()).Auth).toContain('without a slash at the end');
});

test.each([
  [{ status: 'disabled' }, 'enable the webhook'],
  [{ enabled_events: ['invoice.paid'] }, 'checkout.session.completed'],
])('a webhook endpoint that tells too little is named: %j', async (change, text) => {
  const { data } = answers['/v1/webhook_endpoints']!.body as { data: object[] };
  Object.assign(data[0]!, change);
  expect((await toDo()).Stripe).toContain(text);
});
