import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask, cookiesOf, ORIGIN, submit } from './dashboard.ts';

// 5 origins × 4 methods × 4 content types: 80 ways to make a signed-in browser send something.
const ORIGINS = {
  'its own page': ORIGIN,
  'no origin': undefined,
  'a sandboxed frame': 'null',
  'another site': 'https://evil.test',
  'a look-alike': `${ORIGIN}.evil.test`,
};
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];
const BODIES: Record<string, string> = {
  'application/x-www-form-urlencoded': 'name=Forged',
  'multipart/form-data; boundary=b':
    '--b\r\ncontent-disposition: form-data; name="name"\r\n\r\nForged\r\n--b--\r\n',
  'text/plain': 'name=Forged',
  'application/json': '{"action":"tag","tag":"forged","query":""}',
};
const TARGETS = ['/settings?/account', '/customers/bulk'];

let cookie: string;
beforeAll(async () => {
  const signedUp = await submit('/sign-up', {
    email: `victim-${randomUUID()}@example.com`,
    password: randomUUID(),
    account: 'Untouched',
  });
  cookie = cookiesOf(signedUp);
  expect(cookie).toContain('sb-');
});

/** The name of the victim's account, as the settings show it. */
async function accountName(): Promise<string> {
  const page = await (await ask('/settings', { headers: { cookie } })).text();
  return /name="name"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="name"/
    .exec(page)!
    .slice(1)
    .join('');
}

/** Whether this is how the form itself is sent. */
const isTheForm = (method: string, type: string) => method === 'POST' && /form/.test(type);

for (const [who, origin] of Object.entries(ORIGINS)) {
  describe(`from ${who}`, () => {
    for (const method of METHODS) {
      test.each(Object.keys(BODIES))(`${method} of %s`, async (type) => {
        for (const path of TARGETS) {
          const headers = { cookie, 'content-type': type, ...(origin && { origin }) };
          const answer = await ask(path, { method, headers, body: BODIES[type]! });
          if (origin === ORIGIN) {
            expect(answer.status, path).not.toBe(403);
          } else {
            expect(answer.status, path).toBe(403);
            expect(answer.headers.get('x-frame-options')).toBe('DENY');
            expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
            expect(await accountName()).not.toBe('Forged');
          }
        }
        if (origin === ORIGIN && isTheForm(method, type)) {
          expect(await accountName()).toBe('Forged');
          await submit('/settings?/account', { name: 'Untouched' }, cookie);
        }
      });
    }
  });
}

test('reading with a link from another site works', async () => {
  const answer = await ask('/sign-in', { headers: { origin: 'https://evil.test' } });
  expect(answer.status).toBe(200);
});
