import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as answers from '$contract/read-answers.ts';
import { createProject, signUp, signUpViewer, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';
import { dashboardApi } from './addresses.ts';

const READ_URL = () => stack().ingestUrl.replace(/ingest$/, 'read');
const ALEX = 'alex+news@example.com';
let founder: Founder;
let inkwell: { id: string; apiKey: string };
let shiplog: { id: string; apiKey: string };

async function createReadKey(of: Founder, ...projects: string[]) {
  return createReadKeyWith(of, projects.length > 0 ? { project_ids: projects } : {});
}

async function createReadKeyWith(
  of: Founder,
  limits: { project_ids?: string[]; hide_emails?: boolean; can_erase?: boolean },
) {
  const { data } = await of.client
    .rpc('create_read_key', { account_id: of.accountId, name: 'test', ...limits })
    .throwOnError();
  return data[0]!;
}

async function read(readKey: string, path: string, base = READ_URL()) {
  const answer = await fetch(base + path, {
    headers: readKey ? { authorization: `Bearer ${readKey}` } : {},
  });
  const body = await answer.json();
  return { status: answer.status, headers: answer.headers, body };
}

async function erase(readKey: string, who: string) {
  const answer = await fetch(`${READ_URL()}/customers/${who}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${readKey}` },
  });
  return [answer.status, await answer.json()] as const;
}

async function identify(apiKey: string, call: object) {
  const answer = await fetch(`${stack().ingestUrl}/identify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(call),
  });
  expect(answer.status).toBe(200);
}

beforeAll(async () => {
  founder = await signUp();
  inkwell = await createProject(founder, 'Inkwell');
  shiplog = await createProject(founder, 'Shiplog');
  await identify(inkwell.apiKey, { email: ALEX, status: 'paid', params: { mrr: 29 } });
  await identify(shiplog.apiKey, { email: ALEX, status: 'trial', params: { seats: 3 } });
  await identify(inkwell.apiKey, { email: 'bea@example.com' });
  await identify(shiplog.apiKey, { email: 'cy@example.com', params: { mrr: 9.5 } });
});

const emails = (body: { customers: { email: string }[] }) =>
  body.customers.map(({ email }) => email);

describe.each([
  ['the Edge Function', async () => READ_URL()],
  ['/v1 of the dashboard', dashboardApi],
])('at %s', (_where, base) => {
  test('a key reads customers page by page, as the address of a view filters and sorts them', async () => {
    const { read_key } = await createReadKey(founder);
    const url = await base();
    const first = await read(read_key, '/customers?sort=-param:mrr&limit=2&count=1', url);
    expect(first.status).toBe(200);
    expect(answers.customersSchema.parse(first.body)).toMatchObject({
      count: 3,
      count_is_exact: true,
    });
    expect(emails(first.body)).toEqual([ALEX, 'cy@example.com']);
    expect(first.body.customers[0].projects).toMatchObject([
      { id: inkwell.id, name: 'Inkwell', status: 'paid', params: { mrr: 29 } },
      { id: shiplog.id, name: 'Shiplog', status: 'trial' },
    ]);
    const cursor = first.body.next_cursor;
    const next = await read(read_key, `/customers?sort=-param:mrr&limit=2&cursor=${cursor}`, url);
    expect(emails(next.body)).toEqual(['bea@example.com']);
    expect(next.body.next_cursor).toBeNull();
    const filtered = await read(read_key, `/customers?f=status:is:trial:${shiplog.id}`, url);
    expect(emails(filtered.body)).toEqual([ALEX]);
    expect(next.headers.get('ratelimit-policy')).toBe('"default";q=20;w=20');
  });

  test('one person is found by email or id, and projects and the overview are read', async () => {
    const { read_key } = await createReadKey(founder);
    const url = await base();
    const one = await read(read_key, `/customers/${encodeURIComponent(ALEX)}`, url);
    const { id, status_changes, url: page } = answers.customerDetailsSchema.parse(one.body);
    expect(page).toMatch(new RegExp(`^https?://[^/]+/customers/${id}$`));
    expect(status_changes).toHaveLength(2);
    expect((await read(read_key, `/customers/${id}`, url)).body).toEqual(one.body);
    const projects = await read(read_key, '/projects', url);
    expect(answers.projectsSchema.parse(projects.body).projects[0]).toMatchObject({
      customers: { paid: 1, free: 1 },
    });
    const overview = await read(read_key, '/overview', url);
    expect(answers.overviewSchema.parse(overview.body)).toMatchObject({ people: 3, several: 1 });
  });
});

test('changes come page by page, from the first or from now', async () => {
  const own = await signUp();
  const { apiKey } = await createProject(own, 'Inkwell');
  const { read_key } = await createReadKey(own);
  const from = async (query: string) => {
    const { body } = await read(read_key, `/changes?${query}`);
    return answers.changesSchema.parse(body);
  };
  expect(await from('')).toEqual({ changes: [], next_cursor: null, has_more: false });
  const now = (await from('since=now')).next_cursor!;
  await identify(apiKey, { email: ALEX, status: 'trial' });
  await identify(apiKey, { email: ALEX, status: 'paid' });
  await expect.poll(async () => (await from('')).changes.length, { timeout: 60_000 }).toBe(2);
  const first = await from(`limit=1&since=${now}`);
  expect(first).toMatchObject({ changes: [{ from: null, to: 'trial' }], has_more: true });
  const second = await from(`limit=1&since=${first.next_cursor}`);
  expect(second).toMatchObject({
    changes: [{ customer: { email: ALEX }, project: { name: 'Inkwell' }, from: 'trial' }],
    has_more: false,
  });
  // Nothing came since: the same cursor is the next question.
  expect(await from(`since=${second.next_cursor}`)).toEqual({ ...second, changes: [] });
  const elsewhere = Buffer.from('["9999999999999", "1"]').toString('base64url');
  for (const since of [elsewhere, 'abc']) {
    expect((await read(read_key, `/changes?since=${since}`)).body.code).toBe('invalid_query');
  }
});

test('a key that hides addresses answers without any, and refuses what could guess them', async () => {
  const { read_key } = await createReadKeyWith(founder, { hide_emails: true });
  const { body } = await read(read_key, '/customers?f=name:contains:a&sort=name');
  expect(answers.customersSchema.parse(body).customers).toEqual([]);
  const all = await read(read_key, '/customers?sort=-param:mrr');
  expect(emails(all.body)).toContain(null);
  expect(JSON.stringify(all.body)).not.toContain('@example.com');
  for (const path of ['?q=alex', '?f=email:contains:alex', '?sort=email', `/${ALEX}`]) {
    const refused = await read(read_key, `/customers${path}`);
    expect([refused.status, refused.body.code], path).toEqual([422, 'invalid_query']);
    expect(refused.body.detail).toContain('hides email addresses');
  }
});

test('the overview says what happened in so many days, and calls are counted', async () => {
  const { read_key, id } = await createReadKey(founder);
  const { body } = await read(read_key, '/overview?days=30');
  expect(answers.overviewSchema.parse(body)).toMatchObject({
    people: 3,
    period: { new_customers: 3, start: 0 },
    before: { new_customers: 0 },
  });
  const limited = await createReadKey(founder, shiplog.id);
  const figures = await read(limited.read_key, '/overview?days=30');
  expect(answers.overviewSchema.parse(figures.body).period).toMatchObject({ new_customers: 2 });
  expect((await read(read_key, '/overview?days=0')).body.errors[0].pointer).toBe('/days');
  const calls = async () => {
    const { data } = await founder.client.from('read_keys').select('calls').eq('id', id).single();
    return data!.calls[0];
  };
  await expect.poll(calls, { timeout: 60_000 }).toBe(1);
});

test('a key that is limited to a project sees that of each person alone', async () => {
  const { read_key } = await createReadKey(founder, shiplog.id);
  const { body } = await read(read_key, '/customers?count=1&sort=email');
  expect(answers.customersSchema.parse(body).count).toBe(2);
  expect(body.customers[0]).toMatchObject({ email: ALEX, projects: [{ name: 'Shiplog' }] });
  expect(JSON.stringify(body)).not.toMatch(/Inkwell|"mrr":29/);
  expect((await read(read_key, '/customers?f=status:is:paid')).body.customers).toEqual([]);
  expect((await read(read_key, '/projects')).body.projects).toHaveLength(1);
  expect((await read(read_key, '/overview')).body).toMatchObject({ people: 2, several: 0 });
  // Who is only in another product, and who is nowhere.
  const [hidden, nobody] = await Promise.all(
    ['bea@example.com', 'nobody@example.com'].map((email) => read(read_key, `/customers/${email}`)),
  );
  expect({ ...hidden!.body, request_id: '' }).toEqual({ ...nobody!.body, request_id: '' });
  expect(hidden!.status).toBe(404);
});

test('a key reads nothing of another account, and nothing at all once it is revoked', async () => {
  const stranger = await signUp();
  const theirs = await createReadKey(stranger);
  expect((await read(theirs.read_key, '/customers?count=1')).body).toEqual({
    customers: [],
    next_cursor: null,
    count: 0,
    count_is_exact: true,
  });
  expect((await read(theirs.read_key, `/customers/${encodeURIComponent(ALEX)}`)).status).toBe(404);
  await stranger.client.rpc('revoke_read_key', { key_id: theirs.id }).throwOnError();
  for (const path of [
    '/customers',
    '/customers/a@b.example',
    '/projects',
    '/overview',
    '/changes',
  ]) {
    expect((await read(theirs.read_key, path)).status, path).toBe(401);
  }
});

test('a key that may erase exports and erases one person, and the audit log has both', async () => {
  const own = await signUp();
  const { apiKey } = await createProject(own, 'Inkwell');
  await identify(apiKey, { email: ALEX, status: 'paid' });
  const who = encodeURIComponent(ALEX);
  const plain = await createReadKey(own);
  expect((await erase(plain.read_key, who))[1]).toMatchObject({ status: 403, code: 'forbidden' });
  expect((await read(plain.read_key, `/customers/${who}/export`)).body.code).toBe('forbidden');
  expect((await erase('', who))[0]).toBe(401);

  const { read_key } = await createReadKeyWith(own, { can_erase: true });
  const exported = await read(read_key, `/customers/${who}/export`);
  expect(answers.exportSchema.parse(exported.body)).toMatchObject({ email: ALEX, notes: [] });
  const stranger = await createReadKeyWith(await signUp(), { can_erase: true });
  expect(await erase(stranger.read_key, who)).toEqual([200, { erased: false }]);
  expect((await read(read_key, `/customers/${who}`)).status).toBe(200);
  expect(await erase(read_key, who)).toEqual([200, { erased: true }]);
  expect((await read(read_key, `/customers/${who}`)).status).toBe(404);
  expect(await erase(read_key, who)).toEqual([200, { erased: false }]);
  const { data: log } = await own.client
    .rpc('read_audit_log', { account_id: own.accountId })
    .throwOnError();
  expect(log.slice(0, 2).map(({ action, actor, details }) => [action, actor, details])).toEqual([
    ['customers_erased', null, expect.objectContaining({ count: 1, key: 'test' })],
    ['customers_exported', null, expect.objectContaining({ count: 1, format: 'json' })],
  ]);
  for (const limits of [{ hide_emails: true }, { project_ids: [inkwell.id] }]) {
    const args = { account_id: founder.accountId, name: 'x', can_erase: true, ...limits };
    expect((await founder.client.rpc('create_read_key', args)).error?.code).toBe('22023');
  }
});

test('a viewer makes no key and revokes none, but sees which there are', async () => {
  const { id } = await createReadKey(founder);
  const viewer = await signUpViewer(founder);
  const made = await viewer.client.rpc('create_read_key', {
    account_id: founder.accountId,
    name: 'x',
  });
  expect(made.error?.code).toBe('42501');
  const revoked = await viewer.client.rpc('revoke_read_key', { key_id: id });
  expect(revoked.error?.code).toBe('42501');
  const { data } = await viewer.client.from('read_keys').select('revoked_at').eq('id', id).single();
  expect(data).toEqual({ revoked_at: null });
});

test('keys do what they are for: a read key does not write, and the key of a project does not read', async () => {
  const { read_key } = await createReadKey(founder);
  for (const key of [inkwell.apiKey, '', `${read_key.slice(0, -1)}!`]) {
    const { status, headers, body } = await read(key, '/customers');
    expect(body).toMatchObject({
      status: 401,
      code: 'unauthorized',
      request_id: expect.anything(),
    });
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  }
  const written = await fetch(`${stack().ingestUrl}/identify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${read_key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'x@example.com' }),
  });
  expect(written.status).toBe(401);
  const put = await fetch(`${READ_URL()}/customers/${ALEX}`, { method: 'PUT' });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, DELETE']);
});

test('a query that says something else than it means is refused, part by part', async () => {
  const { read_key } = await createReadKey(founder);
  const wrong = [
    ['f=status:is:payed', '/f/0'],
    ['f=status:is:paid,payed', '/f/0'],
    ['f=param.mrr:above:20', '/f/0'],
    ['f=status:is:paid:somewhere', '/f/0'],
    ['sort=revenue', '/sort'],
    ['combine=or', '/combine'],
    ['limit=201', '/limit'],
    ['cursor=abc', '/cursor'],
    ['status=paid', '/status'],
  ] as const;
  for (const [part, pointer] of wrong) {
    const { status, body } = await read(read_key, `/customers?${part}`);
    expect([status, body.code, body.errors[0].pointer], part).toEqual([
      422,
      'invalid_query',
      pointer,
    ]);
  }
  // What only the look of a view says changes no row, and a text of the database reaches nobody.
  expect((await read(read_key, '/customers?layout=grid&cols=email')).status).toBe(200);
  const odd = Buffer.from(JSON.stringify(['not a time', randomUUID()])).toString('base64url');
  expect((await read(read_key, `/customers?cursor=${odd}`)).body.code).toBe('invalid_query');
});

test('a key asks 20 times at once, and is told when it may again', async () => {
  const { read_key } = await createReadKey(await signUp());
  const asked = [];
  for (let i = 0; i < 30; i++) asked.push(await read(read_key, '/projects'));
  const refused = asked.find(({ status }) => status === 429)!;
  expect(refused.body).toMatchObject({ code: 'rate_limited' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('the OpenAPI document is there, names every path that is answered, and refers to what it has', async () => {
  const { body } = await read('', '/openapi.json');
  expect(Object.keys(body.paths)).toEqual([
    '/customers',
    '/customers/{customer}',
    '/customers/{customer}/export',
    '/projects',
    '/overview',
    '/changes',
    '/feeds/{feed}',
    '/openapi.json',
  ]);
  const text = JSON.stringify(body);
  for (const [, path] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = path!
      .split('/')
      .reduce<unknown>((at, step) => z.record(z.string(), z.unknown()).parse(at)[step], body);
    expect(found, path).toBeDefined();
  }
  const atDashboard = await fetch(`${await dashboardApi()}/read/openapi.json`);
  expect(await atDashboard.json()).toEqual(body);
});

test('the snippets of the documentation run: who pays for what, and what changed since', async () => {
  const { read_key } = await createReadKey(founder);
  const page = readFileSync('docs/use/read-api.md', 'utf8');
  const [customers, changes] = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!);
  const run = async (code: string, env: object = {}) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', code],
      {
        env: {
          ...{ ...process.env, TINYCRM_URL: await dashboardApi(), TINYCRM_READ_KEY: read_key },
          ...env,
        },
      },
    );
    return stdout.trim().split('\n');
  };
  expect(await run(customers!)).toEqual([`${ALEX} pays for Inkwell`]);
  const told = await run(changes!);
  expect(told).toContain('bea@example.com: Inkwell new -> free');
  const cursor = told.at(-1)!;
  await identify(inkwell.apiKey, { email: 'dan@example.com', status: 'trial' });
  await expect
    .poll(async () => (await run(changes!, { SINCE: cursor }))[0], { timeout: 60_000 })
    .toBe('dan@example.com: Inkwell new -> trial');
});
