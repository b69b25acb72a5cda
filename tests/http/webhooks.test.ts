import { createHmac, randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connect, createProject, post, signUp } from '../founder.ts';
import { CRON_SECRET, stack } from '../stack.ts';
import { ask } from './dashboard.ts';

const sql = connect(stack().dbUrl);
const servers: Server[] = [];
beforeAll(() => sql`select private.set_cron_secret(${CRON_SECRET})`);
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});
afterAll(() => sql.end());

const WAIT = { timeout: 30_000 };

interface Got {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A founder's server, and what it was sent. `answer` says how it answers. */
async function receiver(
  answer: (response: ServerResponse) => unknown = (response) => response.end('ok'),
) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part) => (body += part));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      answer(response);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

/** A founder with one webhook for all that happens to customers. */
async function founderWith(url: string) {
  const founder = await signUp('hooked');
  const { apiKey } = await createProject(founder, 'Inkwell');
  const account_id = founder.accountId;
  const { data } = await founder.client
    .rpc('create_webhook', {
      ...{ account_id, url },
      events: ['customer.created', 'customer.joined_project', 'customer.status_changed'],
    })
    .throwOnError();
  const { id, secret } = data[0]!;
  const identify = (body: object) => post('/identify', apiKey, body);
  const ids = { account_id, endpoint_id: id };
  const deliveries = async () => {
    const { data } = await founder.client.rpc('list_webhook_deliveries', ids).throwOnError();
    return data as { attempts: number; status: number | null; answer: string }[];
  };
  const makeDue = () =>
    sql`update private.webhook_deliveries set next_at = now() where endpoint_id = ${id} and next_at is not null`;
  return { ...founder, id, ids, secret, identify, deliveries, makeDue };
}

const deliver = (authorization = `Bearer ${CRON_SECRET}`) =>
  ask('/webhooks/deliver', { headers: { authorization } });

/** As the specification of Standard Webhooks has it, independent of what signs. */
function isSigned({ headers, body }: Got, secret: string): boolean {
  const content = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${body}`;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = `v1,${createHmac('sha256', key).update(content, 'utf8').digest('base64')}`;
  return (headers['webhook-signature'] as string).split(' ').includes(expected);
}

test('a change is delivered, signed so that the snippet of the docs takes it and nothing else', async () => {
  const { got, url } = await receiver();
  const founder = await founderWith(url);
  await founder.identify({ email: 'alex@example.com', name: 'Zoë 🦊', status: 'trial' });
  await founder.identify({ email: 'alex@example.com', status: 'paid', params: { mrr: 29 } });
  await deliver();
  expect(got.map(({ body }) => JSON.parse(body).type).sort()).toEqual([
    'customer.created',
    'customer.status_changed',
  ]);
  expect(got.every((it) => isSigned(it, founder.secret))).toBe(true);

  const docs = await readFile('docs/use/webhooks.md', 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-webhook-'));
  const file = join(folder, 'snippet.mjs');
  await writeFile(file, /```js\n([\s\S]*?)```/.exec(docs)![1]!);
  const { readWebhook } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
    readWebhook(body: string, headers: object, secret: string): { data: object };
  };
  await rm(folder, { recursive: true });
  const { body, headers } = got.find((it) => it.body.includes('status_changed'))!;
  expect(readWebhook(body, headers, founder.secret)).toMatchObject({
    data: {
      customer: { email: 'alex@example.com', projects: [{ name: 'Inkwell', params: { mrr: 29 } }] },
      ...{ project: { name: 'Inkwell' }, from: 'trial', to: 'paid' },
    },
  });
  const old = String(Math.floor(Date.now() / 1000) - 301);
  for (const [changed, theirs, secret] of [
    [body.replace('29', '28'), headers, founder.secret],
    [body, { ...headers, 'webhook-id': 'msg_other' }, founder.secret],
    [body, { ...headers, 'webhook-timestamp': old }, founder.secret],
    [body, headers, `whsec_${btoa('x'.repeat(32))}`],
  ] as const) {
    expect(() => readWebhook(changed, theirs, secret)).toThrow(/webhook/);
  }
});

test('what failed is sent again with the same id, until it is taken', async () => {
  let status = 500;
  const { got, url } = await receiver((response) => response.writeHead(status).end('Not now.'));
  const founder = await founderWith(url);
  await founder.identify({ email: 'alex@example.com' });
  await deliver();
  await deliver();
  expect(got).toHaveLength(1);
  expect(await founder.deliveries()).toMatchObject([
    { attempts: 1, status: 500, answer: 'Not now.' },
  ]);
  await founder.makeDue();
  status = 204;
  await deliver();
  await founder.makeDue();
  await deliver();
  expect(got).toHaveLength(2);
  expect(got[1]!.headers['webhook-id']).toBe(got[0]!.headers['webhook-id']);
  expect(await founder.deliveries()).toMatchObject([{ attempts: 2, status: 204, next_at: null }]);
});

test('what a deliverer had claimed that was killed is delivered by the next, with the same id', async () => {
  const { got, url } = await receiver();
  const founder = await founderWith(url);
  await founder.identify({ email: 'alex@example.com' });
  // Killed before it could send, or before it could note the answer.
  const claimed = await sql`select event_id from public.claim_webhooks(${CRON_SECRET})
    where endpoint_id = ${founder.id}`;
  await deliver();
  expect(got).toHaveLength(0);
  await founder.makeDue();
  await deliver();
  expect(got.map(({ headers }) => headers['webhook-id'])).toEqual([
    `msg_${(claimed[0]!.event_id as string).replaceAll('-', '')}`,
  ]);
});

test('who does not answer holds up nobody else', async () => {
  const waiting: ServerResponse[] = [];
  const dead = await receiver((response) => waiting.push(response));
  const alive = await receiver();
  const [slow, quick] = [await founderWith(dead.url), await founderWith(alive.url)];
  for (let n = 0; n < 8; n++) await slow.identify({ email: `${n}@example.com` });
  await quick.identify({ email: 'alex@example.com' });
  const run = deliver();
  await expect.poll(() => [alive.got.length, waiting.length], WAIT).toEqual([1, 5]);
  // Those that come while others are waited for are sent too.
  await quick.identify({ email: 'bo@example.com' });
  // Before those that are waited for are given up, after which it would look in any case.
  await expect.poll(() => alive.got.length, { timeout: 12_000 }).toBe(2);
  await slow.client.rpc('delete_webhook', slow.ids).throwOnError();
  for (const response of waiting) response.socket!.destroy();
  expect((await run).status).toBe(200);
});

test('after a rotation both secrets sign', async () => {
  const { got, url } = await receiver();
  const founder = await founderWith(url);
  const { data: secret } = await founder.client
    .rpc('rotate_webhook_secret', founder.ids)
    .throwOnError();
  await founder.identify({ email: 'alex@example.com' });
  await deliver();
  expect(isSigned(got[0]!, founder.secret) && isSigned(got[0]!, secret)).toBe(true);
});

test.each([
  'https://10.0.0.1/hook',
  'https://169.254.169.254/latest/meta-data',
  'https://[fd00::1]/',
])('%s is refused when it is sent to, however it got there', async (url) => {
  const founder = await founderWith(url);
  await founder.identify({ email: 'alex@example.com' });
  await deliver();
  expect(await founder.deliveries()).toMatchObject([
    { status: null, answer: 'This host isn’t on the public internet. Check the URL.' },
  ]);
});

test('only who brings the secret has webhooks delivered', async () => {
  for (const authorization of ['', 'Bearer', `Bearer ${randomUUID()}`, `Basic ${CRON_SECRET}`]) {
    expect((await deliver(authorization)).status).toBe(401);
  }
});
