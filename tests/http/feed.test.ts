import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { feedSchema } from '$contract/read-answers.ts';
import { createProject, post, signUp, signUpViewer, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

const FEEDS = () => `${stack().ingestUrl.replace(/ingest$/, 'read')}/feeds`;
let founder: Founder;
let project: { id: string; apiKey: string };
let paying: string;

beforeAll(async () => {
  founder = await signUp();
  project = await createProject(founder, 'Inkwell');
  const people = [
    { email: 'alex@example.com', name: 'Alex Chen', status: 'paid', params: { mrr: 29 } },
    { email: 'bea@example.com', name: '=HYPERLINK("x")', status: 'paid', params: { '+x': '@y' } },
    { email: 'cy@example.com', status: 'free' },
  ];
  for (const person of people) {
    expect((await post('/identify', project.apiKey, person)).status).toBe(200);
  }
  paying = await saveView(founder, 'Paying', 'f=status:is:paid&sort=email');
});

async function saveView({ client, accountId }: Founder, name: string, query: string) {
  const { data } = await client
    .rpc('save_view', { account_id: accountId, name, query })
    .throwOnError();
  return (data as unknown as { id: string }).id;
}

async function createFeed({ client, accountId }: Founder, view_id: string) {
  const made = await client.rpc('create_feed', { account_id: accountId, view_id }).throwOnError();
  return made.data[0]!;
}

async function read(key: string, format = 'csv') {
  const answer = await fetch(`${FEEDS()}/${key}.${format}`);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test('a feed has everybody in its view, in its order, as CSV that no spreadsheet runs', async () => {
  const { feed_key } = await createFeed(founder, paying);
  const { status, headers, text } = await read(feed_key);
  expect(status).toBe(200);
  const [head, ...lines] = text.trimEnd().split('\r\n');
  expect(head).toBe(
    'email,name,tags,last activity,first seen,Inkwell: status,Inkwell: +x,Inkwell: mrr',
  );
  expect(lines.map((line) => line.replaceAll(/\d{4}-[^,]+Z/g, 'then'))).toEqual([
    'alex@example.com,Alex Chen,,then,then,paid,,29',
    `bea@example.com,"'=HYPERLINK(""x"")",,then,then,paid,'@y,`,
  ]);
  expect([...headers]).toEqual(
    expect.arrayContaining([
      ['content-type', 'text/csv; charset=utf-8'],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
    ]),
  );
});

test('as JSON it has them as the read API gives them, and follows its view', async () => {
  const view = await saveView(founder, 'Follows', 'f=status:is:free');
  const { feed_key } = await createFeed(founder, view);
  const emails = async () =>
    feedSchema.parse(JSON.parse((await read(feed_key, 'json')).text)).customers.map((c) => c.email);
  expect(await emails()).toEqual(['cy@example.com']);
  await saveView(founder, 'Follows', 'f=status:is:churned');
  expect(await emails()).toEqual([]);
  await saveView(founder, 'Follows', 'sort=-email');
  expect(await emails()).toEqual(['cy@example.com', 'bea@example.com', 'alex@example.com']);
});

test('a new address replaces the one before after a day, and revoking ends both', async () => {
  const { id, feed_key } = await createFeed(founder, paying);
  const { data: next } = await founder.client.rpc('rotate_feed', { feed_id: id }).throwOnError();
  expect([(await read(feed_key)).status, (await read(next)).status]).toEqual([200, 200]);
  const { data: last } = await founder.client.rpc('rotate_feed', { feed_id: id }).throwOnError();
  expect([(await read(feed_key)).status, (await read(last)).status]).toEqual([404, 200]);
  await founder.client.rpc('revoke_feed', { feed_id: id }).throwOnError();
  expect([(await read(next)).status, (await read(last)).status]).toEqual([404, 404]);
});

test('the feed of a view that was deleted says so, and a read key is no feed', async () => {
  const view = await saveView(founder, 'Goes', '');
  const { feed_key } = await createFeed(founder, view);
  await founder.client
    .rpc('delete_view', { account_id: founder.accountId, view_id: view })
    .throwOnError();
  const gone = await read(feed_key, 'json');
  expect([gone.status, JSON.parse(gone.text).code]).toEqual([410, 'view_deleted']);
  for (const key of ['x', feed_key.replace('feed', 'read'), `${feed_key.slice(0, -1)}!`]) {
    expect((await read(key)).status).toBe(404);
  }
  expect((await read(feed_key, 'xml')).status).toBe(404);
  const asKey = await fetch(`${FEEDS().replace(/feeds$/, 'customers')}`, {
    headers: { authorization: `Bearer ${feed_key}` },
  });
  expect(asKey.status).toBe(401);
});

test('who may not edit makes no feed, and nobody makes one of a view of others', async () => {
  const viewer = await signUpViewer(founder);
  const stranger = await signUp();
  const theirs = await saveView(stranger, 'Theirs', '');
  const make = async (by: Founder, view_id: string) => {
    const args = { account_id: founder.accountId, view_id };
    return (await by.client.rpc('create_feed', args)).error?.code;
  };
  expect(await make(viewer, paying)).toBe('42501');
  expect(await make(stranger, paying)).toBe('42501');
  expect(await make(founder, theirs)).toBe('22023');
  const { id } = await createFeed(founder, paying);
  for (const rpc of ['rotate_feed', 'revoke_feed'] as const) {
    for (const by of [viewer, stranger]) {
      expect((await by.client.rpc(rpc, { feed_id: id })).error?.code).toBe('42501');
    }
  }
});

test('a feed is read 10 times at once, and is told when it may again', async () => {
  const { feed_key } = await createFeed(founder, paying);
  const answers = [];
  for (let i = 0; i < 20; i++) answers.push(await read(feed_key));
  const refused = answers.find(({ status }) => status === 429)!;
  expect(JSON.parse(refused.text).code).toBe('rate_limited');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

interface Contact {
  email: string;
  userId?: string;
  unsubscribed: boolean;
  [field: string]: unknown;
}

/** Loops and Resend, as far as the recipes need them. The first call is one too many. */
async function startMailTools() {
  const loops: Contact[] = [];
  const resend: Contact[] = [];
  let calls = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => (text += part));
    request.on('end', () => {
      const answer = (status: number) => response.writeHead(status).end('{}');
      if (request.headers.authorization !== 'Bearer secret') return answer(401);
      if (++calls === 1) return answer(429);
      const body = JSON.parse(text) as Contact;
      const [list, email] = request.url!.startsWith('/contacts/update')
        ? [loops, body.email]
        : [resend, decodeURIComponent(request.url!.split('/')[2] ?? body.email)];
      const known = list.find(
        (one) => one.email === email || (one.userId && one.userId === body.userId),
      );
      if (known) Object.assign(known, body);
      else if (request.method === 'PATCH') return answer(404);
      else list.push({ ...body, unsubscribed: false });
      return answer(200);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { loops, resend, url, close: () => server.close() };
}

test('the recipes for Loops and Resend run, again and again, and subscribe nobody again', async () => {
  const { feed_key } = await createFeed(founder, paying);
  const page = readFileSync('docs/use/live-feed.md', 'utf8');
  const recipes = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!);
  const tools = await startMailTools();
  const env = {
    ...process.env,
    ...{ TINYCRM_FEED: `${FEEDS()}/${feed_key}.json`, LOOPS_URL: tools.url, RESEND_URL: tools.url },
    ...{ LOOPS_API_KEY: 'secret', RESEND_API_KEY: 'secret' },
  };
  const run = async () => {
    for (const code of recipes) {
      await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { env });
    }
  };
  await run();
  expect(tools.loops).toMatchObject([
    { email: 'alex@example.com', firstName: 'Alex', userGroup: 'Inkwell' },
    { email: 'bea@example.com' },
  ]);
  expect(tools.resend).toMatchObject([
    { email: 'alex@example.com', first_name: 'Alex', last_name: 'Chen' },
    { email: 'bea@example.com' },
  ]);
  for (const contact of [...tools.loops, ...tools.resend]) contact.unsubscribed = true;
  tools.loops[0]!.email = 'old@example.com';
  await run();
  expect(tools.loops.map(({ email }) => email)).toEqual(['alex@example.com', 'bea@example.com']);
  expect([...tools.loops, ...tools.resend].map((contact) => contact.unsubscribed)).toEqual([
    ...[true, true, true, true],
  ]);
  tools.close();
});
