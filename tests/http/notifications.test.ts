import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { connect, createProject, post, signUp } from '../founder.ts';
import { CRON_SECRET, stack } from '../stack.ts';
import { ask, cookiesOf, ORIGIN, submit } from './dashboard.ts';
import { mailsTo, sourceOf } from './mail.ts';

const sql = connect(stack().dbUrl);
beforeAll(() => sql`select private.set_cron_secret(${CRON_SECRET})`);
afterAll(() => sql.end());

const send = (authorization = `Bearer ${CRON_SECRET}`, query = '') =>
  ask(`/notifications/send${query}`, { headers: { authorization } });

/** A founder with the weekly summary turned on. */
async function subscriber() {
  const email = `weekly-${randomUUID()}@example.com`;
  const account = `Weekly ${email.slice(7, 15)}`;
  const signedUp = await submit('/sign-up', { email, password: randomUUID(), account });
  const cookie = cookiesOf(signedUp);
  const saved = await submit('/settings/notifications', { weekly_summary: 'on' }, cookie);
  expect(await saved.text()).toContain('Saved.');
  return { email, account, cookie };
}

const isOn = async (cookie: string) => {
  const page = await (await ask('/settings/notifications', { headers: { cookie } })).text();
  return /<input[^>]*name="weekly_summary"[^>]*checked/.test(page);
};

test('a member who turned it on gets one mail for one week, however often it is sent', async () => {
  const { email, account } = await subscriber();
  await Promise.all([send(), send()]);
  await send();
  const mails = await mailsTo(email);
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining(account)]);
  const { text, html } = mails[0]!;
  for (const line of ['New customers: 0 (0 before)', 'MRR: 0 (0 before)', 'Customers now: 0']) {
    expect(text).toContain(line);
  }
  expect(text).toContain(`${ORIGIN}/overview`);
  expect(html).toContain('New customers');
  const source = await sourceOf(mails[0]!);
  expect(source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(source).toMatch(/List-Unsubscribe:\s+<https:[^>]*\/notifications\/unsubscribe\?token=/);
});

test('who did not turn it on gets none', async () => {
  const founder = await signUp('quiet');
  await send();
  expect(await mailsTo(founder.email)).toEqual([]);
});

test('the figures are those of the account', async () => {
  const founder = await signUp('counted');
  const { apiKey } = await createProject(founder, 'Inkwell');
  await founder.client
    .rpc('set_account_settings', {
      ...{ account_id: founder.accountId, time_zone: 'UTC', currency: 'EUR', mrr_param: 'mrr' },
    })
    .throwOnError();
  const lastWeek = new Date(Date.now() - 7 * 86_400_000).toISOString();
  for (const mrr of [29, 10.5]) {
    const call = { email: `${mrr}@example.com`, status: 'paid', params: { mrr } };
    expect((await post('/identify', apiKey, { ...call, timestamp: lastWeek })).status).toBe(200);
  }
  await founder.client
    .rpc('set_notifications', {
      ...{ account_id: founder.accountId, weekly_summary: true, billing_notices: false },
    })
    .throwOnError();
  await send();
  const [mail] = await mailsTo(founder.email);
  for (const line of [
    'New customers: 2 (0 before)',
    'MRR: €39.50 (€0 before)',
    'New: +€39.50, 2 customers',
  ]) {
    expect(mail!.text).toContain(line);
  }
});

test('the link in a mail turns it off without a session, and only when its button is pressed', async () => {
  const { email, cookie } = await subscriber();
  await send();
  const [mail] = await mailsTo(email);
  const { pathname, search } = new URL(/Unsubscribe from weekly[^:]*: (\S+)/.exec(mail!.text)![1]!);
  const link = pathname + search;

  expect(await (await ask(link)).text()).toContain('Unsubscribe');
  expect(await isOn(cookie)).toBe(true);
  const forged = await submit(link.replace(/.{3}$/, 'AAA'), {});
  expect(forged.status).toBe(422);
  expect(await isOn(cookie)).toBe(true);

  // As a mail program does it: from no page, with no cookie.
  const stopped = await ask(link, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  });
  expect(stopped.status).toBe(200);
  expect(await isOn(cookie)).toBe(false);
});

test('only who brings the secret has mails sent', async () => {
  for (const authorization of ['', 'Bearer', 'Bearer wrong', `Basic ${CRON_SECRET}`]) {
    expect((await send(authorization)).status).toBe(401);
    expect((await send(authorization, '?check')).status).toBe(401);
  }
  expect(await (await send(undefined, '?check')).json()).toEqual({ ready: true });
});

test('a database that knows another secret sends nothing, and says what to do', async () => {
  const { email } = await subscriber();
  await sql`select private.set_cron_secret(${randomUUID()})`;
  try {
    for (const query of ['', '?check']) {
      const answer = await send(undefined, query);
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('private.set_cron_secret');
    }
  } finally {
    await sql`select private.set_cron_secret(${CRON_SECRET})`;
  }
  await send();
  expect(await mailsTo(email)).toHaveLength(1);
});
