import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Gateway } from '../../local/gateway.ts';
import { connect } from '../founder.ts';
import { stack } from '../stack.ts';
import { ask, cookiesOf, submit } from './dashboard.ts';
import { standBetween } from './own-gateway.ts';

/** Far longer than any page takes. */
const GIVE_UP_MS = 10_000;

let gateway: Gateway;
let founder: Awaited<ReturnType<typeof signUp>>;
let stranger: typeof founder;

/** What the pages ask of the API, in the order of arrival. */
let calls: string[] = [];
/** my_session is answered once so many other calls have come. */
let others = 0;
/** The number of calls that had come by then. */
let atOnce = 0;

beforeAll(async () => {
  gateway = await standBetween(async (path) => {
    const name = /^\/rest\/v1\/(?:rpc\/)?(\w+)/.exec(path)?.[1];
    if (!name) return undefined;
    calls.push(name);
    if (name !== 'my_session') return undefined;
    const end = Date.now() + GIVE_UP_MS;
    while (calls.length <= others && Date.now() < end) await sleep(5);
    atOnce = calls.length;
    return undefined;
  });
  founder = await signUp();
  stranger = await signUp();
});
beforeEach(() => {
  [calls, others, atOnce] = [[], 0, 0];
});
afterAll(() => gateway.close());

/** Somebody with a project and themselves as its customer. */
async function signUp() {
  const email = `round-trips-${randomUUID()}@example.com`;
  const form = { email, password: randomUUID(), account: '' };
  const cookie = cookiesOf(await submit('/sign-up', form));
  const sql = connect(stack().dbUrl);
  const [made] = await sql<{ account: string; project: string; customer: string }[]>`
    with account as (select account_id as id from public.members where email = ${email}),
    project as (
      insert into public.projects (account_id, name, color) select id, 'A', 'blue' from account returning id
    ),
    customer as (
      insert into public.customers (account_id, email, first_seen_at) select id, ${email}, now() from account
      returning account_id, id
    ),
    activity as (
      insert into public.customer_activity (account_id, customer_id, last_activity_at)
      select account_id, id, now() from customer
    )
    select account.id as account, project.id as project, customer.id as customer from account, project, customer`;
  await sql.end();
  return { email, cookie, ...made! };
}

/** A page as the browser of the founder asks for it that looked at an account last. */
async function open(path: string, account: string, cookie = founder.cookie) {
  const headers = { cookie: `${cookie}; account=${account}`, accept: 'text/html' };
  const answer = await ask(path, { headers });
  return { answer, text: await answer.text() };
}

const table = ['list_tags', 'param_keys', 'projects', 'views'];
test.each([
  ['/customers', [...table, 'count_customers', 'search_customers']],
  ['/customers/rows', ['search_customers']],
  ['/customers/:customer', [...table, 'get_customer', 'projects']],
  ['/customers/:customer/details', ['get_customer']],
  ['/overview', ['overview', 'overview_period', 'projects']],
  ['/projects', ['api_keys', 'projects']],
  ['/projects/:project', ['api_keys', 'projects', 'receivers', 'recent_calls']],
  ['/projects/:project/receivers/stripe', ['projects', 'receivers']],
  ['/import', ['imports', 'projects']],
  ['/billing', ['members']],
  ['/settings', ['my_sessions']],
  ['/settings/members', ['invitations', 'members']],
  ['/settings/connect', ['feeds', 'projects', 'read_keys', 'views']],
  ['/settings/webhooks', ['list_webhooks']],
  ['/settings/notifications', ['notification_settings']],
  ['/settings/sessions', ['my_sessions']],
  ['/settings/audit', ['read_audit_log']],
])('%s asks the API for everything at once', async (path, own) => {
  const { account, customer, project } = founder;
  others = own.length;
  const there = path.replace(':customer', customer).replace(':project', project);
  const { answer } = await open(there, account);
  expect(answer.status).toBe(200);
  expect(calls.toSorted()).toEqual(['my_session', ...own].toSorted());
  // None waited for who asks.
  expect(atOnce).toBe(calls.length);
});

test.each([
  ['does not know the account yet', () => ''],
  ['keeps what is no account', () => "'"],
  ['looked at an account that is not theirs', () => stranger.account],
])('a browser that %s shows its own, and knows it from then on', async (_why, account) => {
  const { answer, text } = await open('/customers', account());
  expect(answer.status).toBe(200);
  expect(text).toContain(founder.email);
  expect(text).not.toContain(stranger.email);
  expect(cookiesOf(answer)).toContain(`account=${founder.account}`);
});

test('of a visitor without a session nothing is asked', async () => {
  const { answer } = await open('/customers', founder.account, 'theme=dark');
  expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fcustomers');
  // By the time of another page theirs would have come.
  await open('/settings', founder.account);
  expect(calls.toSorted()).toEqual(['my_session', 'my_sessions']);
});

test('a project of somebody else is not there, as before', async () => {
  const { answer, text } = await open(`/projects/${stranger.project}`, founder.account);
  expect(answer.status).toBe(404);
  expect(text).toContain('This project doesn’t exist or was deleted');
  expect((await open('/projects/nonsense', founder.account)).answer.status).toBe(404);
});
