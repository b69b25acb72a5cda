import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { afterAll, describe, expect, test } from 'vitest';
import { anonymous, connect, signUp } from '../founder.ts';
import { stack } from '../stack.ts';
import { ask, cookiesOf, submit } from './dashboard.ts';
import { confirmLinkTo } from './mail.ts';

/** A user with a password, and as many signed-in clients as there are devices. */
async function signInFrom(...devices: string[]) {
  const email = `sessions-${randomUUID()}@example.com`;
  const password = randomUUID();
  await anonymous().auth.signUp({ email, password });
  const clients = [];
  for (const device of devices) {
    const { apiUrl, publishableKey } = stack();
    const client = createClient(apiUrl, publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { headers: { 'user-agent': device } },
    });
    await client.auth.signInWithPassword({ email, password });
    clients.push(client);
  }
  return { email, password, clients };
}

interface Session {
  id: string;
  user_agent: string | null;
  is_current: boolean;
}

test('a session that is ended from another cannot be renewed, and the others can', async () => {
  const { clients } = await signInFrom('Desk', 'Phone', 'Tablet');
  const [desk, phone, tablet] = clients as [
    (typeof clients)[0],
    (typeof clients)[0],
    (typeof clients)[0],
  ];
  const { data } = await desk.rpc('my_sessions').throwOnError();
  const sessions = data as Session[];
  expect(sessions.find(({ is_current }) => is_current)?.user_agent).toBe('Desk');
  const lost = sessions.find(({ user_agent }) => user_agent === 'Phone')!;

  expect((await desk.rpc('end_session', { session_id: lost.id })).data).toBe(true);
  const refused = await phone.auth.refreshSession();
  expect(refused.error?.status).toBe(400);
  expect(refused.data.session).toBe(null);
  expect((await phone.auth.getUser()).error).not.toBe(null);
  expect((await tablet.auth.refreshSession()).error).toBe(null);
  expect((await desk.auth.refreshSession()).error).toBe(null);
});

test('nobody ends the session of somebody else', async () => {
  const { clients } = await signInFrom('Desk');
  const { data } = await clients[0]!.rpc('my_sessions').throwOnError();
  const stranger = await signUp('stranger');
  for (const { id } of data as Session[]) {
    const answer = await stranger.client.rpc('end_session', { session_id: id });
    expect(answer.data).toBe(false);
  }
  expect((await clients[0]!.auth.refreshSession()).error).toBe(null);
});

test('the dashboard names the browser, not the server that it asks through', async () => {
  const { email, password } = await signInFrom();
  const signedIn = await ask('/sign-in?/password', {
    method: 'POST',
    headers: {
      origin: 'https://crm.example.test',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0',
    },
    body: new URLSearchParams({ email, password }),
  });
  const cookie = cookiesOf(signedIn);
  const page = await (await ask('/settings/sessions', { headers: { cookie } })).text();
  expect(page).toContain('Firefox on Linux');
  expect(page).toContain('Where you are signed in');
});

test('signing out the others from the dashboard leaves this session alone', async () => {
  const { email, password, clients } = await signInFrom('Desk', 'Phone');
  const cookie = cookiesOf(await submit('/sign-in?/password', { email, password }));
  const answer = await submit('/settings/sessions?/others', {}, cookie);
  expect(await answer.text()).toContain('Signed out everywhere else.');
  for (const client of clients) {
    expect((await client.auth.refreshSession()).error).not.toBe(null);
  }
  expect((await ask('/customers', { headers: { cookie } })).status).toBe(200);

  const everywhere = await submit('/settings/sessions?/everywhere', {}, cookie);
  expect(everywhere.headers.get('location')).toBe('/sign-in');
  expect((await ask('/customers', { headers: { cookie } })).status).toBe(303);
});

test('a new password ends every session but the one it is chosen in', async () => {
  const { email, password, clients } = await signInFrom('Phone');
  const here = cookiesOf(await submit('/sign-in?/password', { email, password }));
  const answer = await submit('/settings?/password', { password: randomUUID() }, here);
  expect(await answer.text()).toContain('signed out everywhere else');
  expect((await clients[0]!.auth.refreshSession()).error?.status).toBe(400);
  expect((await ask('/customers', { headers: { cookie: here } })).status).toBe(200);
});

describe('a session that began more than 15 minutes ago', () => {
  const sql = connect(stack().adminUrl);
  afterAll(() => sql.end());
  const page = async (cookie: string) => (await ask('/settings', { headers: { cookie } })).text();

  const count = async (email: string) => {
    const [row] = await sql`
      select count(*)::int as sessions from auth.sessions
      where user_id = (select id from auth.users where email = ${email})`;
    return row!.sessions as number;
  };

  /** Signed in with cookies, 16 minutes ago. */
  async function signInEarlier(...devices: string[]) {
    const signedIn = await signInFrom(...devices);
    const { email, password } = signedIn;
    const cookie = cookiesOf(await submit('/sign-in?/password', { email, password }));
    await sql`
      update auth.sessions set created_at = now() - interval '16 minutes'
      where user_id = (select id from auth.users where email = ${email})`;
    return { ...signedIn, cookie };
  }

  test.each([
    ['password', { password: 'another password' }],
    ['email', { email: `other-${randomUUID()}@example.com` }],
  ])('changes no %s without the password of now', async (action, fields) => {
    const { email, cookie, password, clients } = await signInEarlier('Phone');
    const before = await count(email);
    expect(await page(cookie)).toContain('name="current_password"');
    for (const current of ['', 'a wrong password']) {
      const refused = await submit(
        `/settings?/${action}`,
        { ...fields, current_password: current },
        cookie,
      );
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain('current password');
    }
    expect((await clients[0]!.auth.refreshSession()).error).toBe(null);

    const changed = await submit(
      `/settings?/${action}`,
      { ...fields, current_password: password },
      cookie,
    );
    expect(changed.status).toBe(200);
    const mine = cookiesOf(changed);
    expect(await page(mine)).not.toContain('name="current_password"');
    // In place of the session that was asked, not beside it.
    expect(await count(email)).toBe(action === 'password' ? 1 : before);
  });
});

test('a new email ends every session but the one that confirms it', async () => {
  const { email, password, clients } = await signInFrom('Phone');
  const here = cookiesOf(await submit('/sign-in?/password', { email, password }));
  await submit('/settings?/email', { email: `new-${email}` }, here);
  const confirmed = await submit(await confirmLinkTo(email), {}, here);
  expect(confirmed.headers.get('location')).toBe('/settings');
  expect((await clients[0]!.auth.refreshSession()).error?.status).toBe(400);
  const mine = cookiesOf(confirmed);
  expect(await (await ask('/settings', { headers: { cookie: mine } })).text()).toContain(
    `new-${email}`,
  );
});

test('an access token ends after ten minutes, as where it is hosted', async () => {
  const { clients } = await signInFrom('Desk');
  const { data } = await clients[0]!.auth.getSession();
  const { iat, exp } = JSON.parse(atob(data.session!.access_token.split('.')[1]!));
  expect(exp - iat).toBe(600);
});
