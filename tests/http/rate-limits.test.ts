import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, createProject, post as postToShared, signUp } from '../founder.ts';
import { startSoakStack, type SoakStack } from '../soak/soak-stack.ts';
import { createTenants, projectsOf } from '../soak/tenants.ts';

const PER_SECOND = 2;
const QUOTA = PER_SECOND * 10;
const WRONG_KEYS = 5;
/** Well made, of nobody. */
const UNKNOWN_KEY = 'tcrm_proj_0000000000000000000000000000000000000000000LzEJDA';

let stack: SoakStack;
let admin: ReturnType<typeof connect>;
let projects: ReturnType<typeof projectsOf>;
let used = 0;

beforeAll(async () => {
  stack = await startSoakStack({
    api: false,
    settings: {
      INGEST_CALLS_PER_SECOND: String(PER_SECOND),
      INGEST_INVALID_KEYS_PER_MINUTE: String(WRONG_KEYS),
    },
  });
  admin = connect(stack.adminUrl);
  projects = projectsOf(await createTenants(admin, 10, 1));
});
afterAll(async () => {
  await admin?.end();
  await stack?.stop();
});

/** A project that nobody has sent anything to, nor to another of its account. */
const freshProject = () => projects[used++]!;
const email = () => `person-${used}-${Math.random()}@example.com`;

async function post(apiKey: string, route: string, body: unknown, headers = {}, url?: string) {
  const response = await fetch((url ?? stack.ingestUrl) + route, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const identify = (apiKey: string) => post(apiKey, '/identify', { email: email() });
const batch = (apiKey: string, size: number) =>
  post(apiKey, '/batch', {
    calls: Array.from({ length: size }, () => ({ type: 'ping', email: email() })),
  });
/** Three projects of one account. */
async function siblings() {
  type Project = ReturnType<typeof freshProject>;
  return projectsOf(await createTenants(admin, 1, 3)) as [Project, Project, Project];
}
type Answer = Awaited<ReturnType<typeof post>>;

/** The first call of a key is free: the function does not know the project before. */
async function introduce(apiKey: string): Promise<void> {
  expect((await identify(apiKey)).status).toBe(200);
}

/** What the RateLimit header says: calls left, and seconds until all are there again. */
function limitOf({ headers }: Answer): { left: number; fullInS: number } {
  const [, left, fullInS] = /^"default";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit')!)!;
  return { left: Number(left), fullInS: Number(fullInS) };
}

test('a project is told what is left of its quota, call by call, and then to wait', async () => {
  const { id, apiKey } = freshProject();
  await introduce(apiKey);
  const start = performance.now();
  const answers: Answer[] = [];
  do answers.push(await identify(apiKey));
  while (answers.at(-1)!.status === 200 && answers.length <= 2 * QUOTA);
  const refilled = ((performance.now() - start) / 1000) * PER_SECOND;
  const refused = answers.pop()!;

  expect(answers.length).toBeGreaterThanOrEqual(QUOTA);
  expect(answers.length).toBeLessThanOrEqual(QUOTA + refilled + 1);
  const policies = new Set(answers.map(({ headers }) => headers.get('ratelimit-policy')));
  expect([...policies]).toEqual([`"default";q=${QUOTA};w=10`]);
  expect(limitOf(answers[0]!)).toEqual({ left: QUOTA - 1, fullInS: 1 });
  const left = answers.map((answer) => limitOf(answer).left);
  expect(left).toEqual(left.toSorted((a, b) => b - a));
  expect(left.at(-1)).toBe(0);

  expect(refused.status).toBe(429);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.headers.get('ratelimit-policy')).toBe(`"default";q=${QUOTA};w=10`);
  expect(limitOf(refused)).toEqual({ left: 0, fullInS: 10 });
  expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(refused.body.request_id).toBe(refused.headers.get('x-request-id'));
  const [stored] = await admin`
    select count(*)::int from public.customer_projects where project_id = ${id}`;
  expect(stored!.count).toBe(answers.length + 1);
});

test('what is refused takes nothing from the quota, and time gives it back', async () => {
  const { apiKey } = freshProject();
  await introduce(apiKey);
  expect((await batch(apiKey, QUOTA)).status).toBe(200);
  for (let i = 0; i < 5; i++) expect((await batch(apiKey, QUOTA)).status).toBe(429);
  const refused = await identify(apiKey);
  if (refused.status === 429) await sleep(Number(refused.headers.get('retry-after')) * 1000);
  expect((await identify(apiKey)).status).toBe(200);
});

test('a batch counts as its calls, and one larger than the quota as all of it', async () => {
  const { apiKey } = freshProject();
  await introduce(apiKey);
  const first = await batch(apiKey, QUOTA - 5);
  expect(first.status).toBe(200);
  expect(limitOf(first).left).toBe(5);
  const second = await batch(apiKey, 20);
  expect(second.status).toBe(429);
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(1);

  const other = freshProject();
  await introduce(other.apiKey);
  expect((await batch(other.apiKey, 2 * QUOTA)).status).toBe(200);
  expect((await batch(other.apiKey, 2 * QUOTA)).status).toBe(429);
});

test('another project of the same account is not held up', async () => {
  const [busy, quiet] = await siblings();
  await introduce(busy.apiKey);
  await introduce(quiet.apiKey);
  await batch(busy.apiKey, QUOTA);
  expect((await batch(busy.apiKey, QUOTA)).status).toBe(429);
  const answer = await identify(quiet.apiKey);
  expect(answer.status).toBe(200);
  expect(limitOf(answer).left).toBe(QUOTA - 1);
});

test('all projects of an account share a limit, however many there are', async () => {
  const [first, second, third] = await siblings();
  for (const { apiKey } of [first, second, third]) await introduce(apiKey);
  expect((await batch(first.apiKey, QUOTA)).status).toBe(200);
  expect((await batch(second.apiKey, QUOTA)).status).toBe(200);
  const refused = await batch(third.apiKey, QUOTA);
  expect(refused.status).toBe(429);
  expect(refused.body.detail).toMatch(
    `This account’s projects together can send ${2 * QUOTA} calls per 10 s.`,
  );
});

test('an admin can give one project another limit', async () => {
  const { id, apiKey } = freshProject();
  await admin`update public.projects set calls_per_second = 300 where id = ${id}`;
  await introduce(apiKey);
  const policy = async () => (await identify(apiKey)).headers.get('ratelimit-policy');
  await expect.poll(policy).toBe('"default";q=3000;w=10');
});

test('by default a project may send 1,000 calls a second', async () => {
  const { apiKey } = await createProject(await signUp(), 'Product');
  const send = () => postToShared('/ping', apiKey, { email: email() });
  await send();
  const answer = await send();
  expect(answer.headers.get('ratelimit-policy')).toBe('"default";q=10000;w=10');
  expect(answer.headers.get('ratelimit')).toBe('"default";r=9999;t=1');
});

test('an address that sends wrong keys is told to wait, and good keys from there still work', async () => {
  const { apiKey } = freshProject();
  const from = (address: string, key: string) =>
    post(key, '/ping', { email: email() }, { 'x-forwarded-for': address }, stack.edgeUrl);
  expect((await from('192.0.2.1', apiKey)).status).toBe(200);

  const keys = ['wrong', UNKNOWN_KEY, '', 'tcrm_proj_x', UNKNOWN_KEY];
  for (const key of keys) expect((await from('192.0.2.1', key)).status).toBe(401);
  for (const key of keys) {
    const refused = await from('192.0.2.1', key);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ status: 429, code: 'too_many_invalid_keys' });
    expect(Number(refused.headers.get('retry-after'))).toBe(60 / WRONG_KEYS);
    expect(refused.headers.get('ratelimit')).toBeNull();
  }
  expect((await from('192.0.2.1', apiKey)).status).toBe(200);
  expect((await from('198.51.100.7', UNKNOWN_KEY)).status).toBe(401);
});

test('nobody gets around it by naming another address', async () => {
  const claims = (i: number) => ({
    'x-forwarded-for': `203.0.113.${i}`,
    'cf-connecting-ip': `203.0.113.${i}`,
  });
  const statuses: number[] = [];
  for (let i = 0; i <= WRONG_KEYS; i++) {
    statuses.push((await post(UNKNOWN_KEY, '/ping', { email: email() }, claims(i))).status);
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(WRONG_KEYS);
  expect(statuses.at(-1)).toBe(429);
});
