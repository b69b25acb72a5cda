import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gateway } from '../../local/gateway.ts';
import { connect } from '../founder.ts';
import { stack } from '../stack.ts';
import { ask, cookiesOf, submit } from './dashboard.ts';
import { standBetween } from './own-gateway.ts';
import { sessionOf, withSession } from './session-cookie.ts';

/** Three pages of 1,000. */
const CUSTOMERS = 2_500;
/** auth-js renews a token that has less left. */
const MARGIN_SECONDS = 90;

let gateway: Gateway;
let cookie: string;
let renewals = 0;
let pages = 0;
/** When a renewal would be due, in ms. The second page is held until then. */
let due = 0;
beforeAll(async () => {
  gateway = await standBetween(async (path) => {
    if (path.includes('grant_type=refresh_token')) renewals++;
    if (!/search_customers|export_customers/.test(path)) return undefined;
    if (++pages === 2) await sleep(Math.max(0, due - Date.now()));
    return undefined;
  });
});
beforeAll(async () => {
  const email = `download-${randomUUID()}@example.com`;
  cookie = cookiesOf(await submit('/sign-up', { email, password: randomUUID(), account: '' }));
  const sql = connect(stack().dbUrl);
  await sql`
    with account as (select account_id from public.members where email = ${email}),
    people as (
      insert into public.customers (account_id, email, first_seen_at)
      select account_id, format('person-%s@example.com', i), now()
      from account, generate_series(1, ${CUSTOMERS}::integer) i
      returning account_id, id
    )
    insert into public.customer_activity (account_id, customer_id, last_activity_at)
    select account_id, id, now() from people`;
  await sql.end();
});
afterAll(() => gateway.close());

test.each(['/customers/export', '/settings/data/export.json'])(
  '%s is whole, and its session goes on, when its token ends before it does',
  async (path) => {
    [renewals, pages] = [0, 0];
    const expires_at = Math.ceil(Date.now() / 1000) + MARGIN_SECONDS + 2;
    due = (expires_at - MARGIN_SECONDS) * 1000 + 100;
    const answer = await ask(path, { headers: { cookie: withSession(cookie, { expires_at }) } });
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(Date.now()).toBeGreaterThan(due);
    expect(text.match(/person-\d+@example\.com/g)).toHaveLength(CUSTOMERS);
    if (path.endsWith('json')) expect(JSON.parse(text)).toHaveProperty('audit_log');

    // Renewed once, before the first byte, in cookies that the browser got.
    expect(renewals).toBe(1);
    const renewed = cookiesOf(answer);
    expect(sessionOf(renewed).expires_at).toBeGreaterThan(expires_at);
    cookie = renewed;
    const soon = withSession(cookie, { expires_at: 1 });
    expect((await ask('/customers', { headers: { cookie: soon } })).status).toBe(200);
  },
);

test('a session that has long to go is not renewed for a download', async () => {
  [renewals, pages, due] = [0, 0, 0];
  const signedIn = withSession(cookie, { expires_at: Math.ceil(Date.now() / 1000) + 400 });
  await (await ask('/customers/export', { headers: { cookie: signedIn } })).text();
  expect(renewals).toBe(0);
});
