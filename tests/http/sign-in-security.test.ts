import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask, cookiesOf, submit } from './dashboard.ts';

const known = `known-${randomUUID()}@example.com`;
const password = randomUUID();
beforeAll(async () => {
  await submit('/sign-up', { email: known, password, account: '' });
});
const unknown = () => `nobod-${randomUUID()}@example.com`;
const signIn = (extra: Record<string, string> = {}, cookie = '') =>
  submit('/sign-in?/password', { email: known, password, ...extra }, cookie);

/** An answer without what differs by itself: the hash of the body, the address that was typed, nonces, and ids of an error. */
async function faceOf(response: Response, email: string) {
  const plain = (text: string) =>
    text
      .replaceAll(email, '(email)')
      .replace(/base64-[\w-]+/g, 'secret')
      .replace(/nonce[-=]"?[\w+/=]+/g, 'nonce');
  return {
    status: response.status,
    headers: Object.fromEntries(
      [...response.headers]
        .filter(([name]) => name !== 'etag')
        .map(([name, value]) => [name, plain(value)]),
    ),
    body: plain(await response.text()).replace(/"?\b__sveltekit_\w+/g, ''),
  };
}

describe('nobody learns who has an account', () => {
  const FORMS = {
    'signing in': ['/sign-in?/password', { password: 'a wrong password' }],
    'asking for a link': ['/sign-in?/link', { password: '' }],
    'a forgotten password': ['/forgot-password', {}],
  } as const;
  test.each(Object.entries(FORMS))('by %s', async (_, [path, fields]) => {
    const email = unknown();
    // Asked twice in a row: that only an address that mails go to is asked to wait would tell as well.
    await submit(path, { ...fields, email: known });
    const ofKnown = await faceOf(await submit(path, { ...fields, email: known }), known);
    await submit(path, { ...fields, email });
    const ofUnknown = await faceOf(await submit(path, { ...fields, email }), email);
    expect(ofKnown).toEqual(ofUnknown);
  });
});

describe('signing up with an email that has an account', () => {
  const signUpAs = (word: string) =>
    submit('/sign-up', { email: known, password: word, account: 'Mine' });

  test('with a wrong password says nothing of the account, and opens none', async () => {
    const answer = await signUpAs('a wrong password');
    expect(answer.status).toBe(422);
    expect(cookiesOf(answer)).not.toContain('auth-token=');
    const text = await answer.text();
    expect(text).toContain('We couldn’t create an account with this email.');
    expect(text).not.toMatch(/already|exists|taken|registered/i);
  });

  test('with the right one signs in', async () => {
    const answer = await signUpAs(password);
    expect(answer.headers.get('location')).toBe('/customers');
    const customers = await ask('/customers', { headers: { cookie: cookiesOf(answer) } });
    expect(await customers.text()).toContain(known);
  });
});

test('changing to the email of somebody else looks as changing to one of nobody', async () => {
  const cookie = cookiesOf(
    await submit('/sign-up', { email: unknown(), password: randomUUID(), account: '' }),
  );
  const change = async (email: string) => {
    const answer = await submit('/settings?/email', { email }, cookie);
    return {
      status: answer.status,
      says: (await answer.text())
        .replaceAll(email, '(email)')
        .match(/If [^<]* isn’t already in use[^<]*/)?.[0],
    };
  };
  const nobody = await change(unknown());
  expect(nobody.says).toBeDefined();
  expect(await change(known)).toEqual(nobody);
});

test('an account name that no database takes, or too long for one, stops no sign-up', async () => {
  const account = `A\0cme ${'x'.repeat(100_000)}`;
  const answer = await submit('/sign-up', { email: unknown(), password: randomUUID(), account });
  expect(answer.headers.get('location')).toBe('/customers');
  const customers = await ask('/customers', { headers: { cookie: cookiesOf(answer) } });
  expect(customers.status).toBe(200);
  expect(await customers.text()).toContain('Acme xxxx');
});

describe('after signing in nobody is led elsewhere', () => {
  test.each([
    'https://evil.test',
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/%09/evil.test',
    '/%5cevil.test',
    '/.//evil.test',
    '/..//evil.test',
    '/customers/..//evil.test',
    'javascript:alert(1)',
    'data:text/html,x',
    'https:evil.test',
    'http:/evil.test',
    '@evil.test',
    '.evil.test',
    ' https://evil.test',
    '/\u0000/evil.test',
    '/\r\nset-cookie: a=b',
    'https://crm.example.test@evil.test',
    'https://crm.example.test.evil.test',
  ])('by %j', async (next) => {
    const form = await signIn({ next });
    const link = await ask(`/sign-in?${new URLSearchParams({ next })}`, {
      headers: { cookie: cookiesOf(form) },
    });
    for (const response of [form, link]) {
      expect(response.status).toBe(303);
      const target = new URL(response.headers.get('location')!, 'https://crm.example.test/sign-in');
      expect(target.origin).toBe('https://crm.example.test');
      expect(target.pathname).not.toMatch(/^\/\//);
      expect(response.headers.get('set-cookie') ?? '').not.toContain('a=b');
    }
  });
});

describe('sessions', () => {
  test('a session that somebody planted is replaced at sign-in', async () => {
    const planted = cookiesOf(await signIn());
    const mine = cookiesOf(await signIn({}, planted));
    expect(mine).toContain('sb-');
    expect(mine).not.toBe(planted);
    const made = `${planted.split('=')[0]}=base64-eyJwbGFudGVkIjp0cnVlfQ`;
    expect(cookiesOf(await signIn({}, made))).not.toContain('eyJwbGFudGVkIjp0cnVlfQ');
  });

  test('their cookies are for this site alone, unseen by scripts, and travel by TLS', async () => {
    const cookies = (await signIn()).headers.getSetCookie().filter((c) => c.startsWith('sb-'));
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; Path=\//);
      expect(cookie).toMatch(/; HttpOnly/);
      expect(cookie).toMatch(/; Secure/);
      expect(cookie).toMatch(/; SameSite=Lax/i);
      expect(cookie).not.toMatch(/; Domain=/i);
    }
  });

  test('signing out takes the cookies, and the customers ask to sign in again', async () => {
    const cookie = cookiesOf(await signIn());
    expect((await ask('/customers', { headers: { cookie } })).status).toBe(200);
    const out = await submit('/sign-out', {}, cookie);
    expect(cookiesOf(out)).toBe('');
    expect((await ask('/customers')).headers.get('location')).toBe('/sign-in?next=%2Fcustomers');
  });
});
