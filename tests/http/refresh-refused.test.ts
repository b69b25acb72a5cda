import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Gateway } from '../../local/gateway.ts';
import { ask, cookiesOf, submit } from './dashboard.ts';
import { standBetween } from './own-gateway.ts';
import { sessionOf, withSession } from './session-cookie.ts';

// What says nothing about a session must not end it.

let gateway: Gateway;
const person = { email: `refused-${randomUUID()}@example.com`, password: randomUUID() };
let cookie: string;
let refusal: (() => Response) | undefined;
beforeAll(async () => {
  gateway = await standBetween((path) =>
    Promise.resolve(path.includes('grant_type=refresh_token') ? refusal?.() : undefined),
  );
  cookie = cookiesOf(await submit('/sign-up', { ...person, account: '' }));
});
afterAll(() => gateway.close());

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const open = (path: string, kept: string) =>
  ask(path, { headers: { cookie: kept, accept: 'text/html' } });

test.each([
  ['too many', () => Response.json({ code: 'over_request_rate_limit' }, { status: 429 })],
  ['an error', () => Response.json({ code: 'unexpected_failure' }, { status: 500 })],
  ['an outage', () => new Response('upstream', { status: 503 })],
])('a session that has to be renewed outlives %s', async (_, answer) => {
  const ended = withSession(cookie, { expires_at: inSeconds(-60) });
  refusal = answer;
  for (const path of ['/customers', '/customers/rows', '/sign-in']) {
    const page = await open(path, ended);
    expect(page.status).toBe(503);
    expect(page.headers.get('retry-after')).toBe('10');
    expect(page.headers.getSetCookie()).toEqual([]);
    expect(await page.text()).toContain('You’re still signed in: try again in a moment.');
  }
  refusal = undefined;
  const page = await open('/customers', ended);
  expect(page.status).toBe(200);
  cookie = cookiesOf(page);
  expect(sessionOf(cookie).expires_at).toBeGreaterThan(inSeconds(60));
});

test('one that is renewed comes with the answer, also of a page that nobody has to sign in for', async () => {
  // Nobody waits for it: cookies that are set after the answer end the process.
  refusal = undefined;
  const page = await open('/nothing-here', withSession(cookie, { expires_at: inSeconds(-60) }));
  expect(page.status).toBe(404);
  cookie = cookiesOf(page);
  expect(sessionOf(cookie).expires_at).toBeGreaterThan(inSeconds(60));
});

test('one that is still good for a minute goes on meanwhile', async () => {
  refusal = () => Response.json({ code: 'over_request_rate_limit' }, { status: 429 });
  const page = await open('/customers', withSession(cookie, { expires_at: inSeconds(60) }));
  expect(page.status).toBe(200);
  expect(page.headers.getSetCookie().join()).not.toContain('auth-token');
});

test('one that Auth knows nothing of is over, and leads to the sign-in', async () => {
  refusal = undefined;
  const unknown = withSession(cookie, { expires_at: inSeconds(-60), refresh_token: 'unknown' });
  const page = await open('/customers', unknown);
  expect(page.headers.get('location')).toBe('/sign-in?next=%2Fcustomers');
  expect(cookiesOf(page)).not.toContain('auth-token');
  expect(page.headers.getSetCookie().join()).toContain('auth-token');
});

test.each(['/sign-out', '/settings/sessions?/everywhere'])(
  '%s signs out also while no session can be renewed',
  async (path) => {
    const signedIn = cookiesOf(await submit('/sign-in?/password', person));
    refusal = () => Response.json({ code: 'over_request_rate_limit' }, { status: 429 });
    const kept = withSession(signedIn, { expires_at: inSeconds(60) });
    const answer = await submit(path, {}, kept);
    expect(answer.headers.get('location')).toBe('/sign-in');
    expect(answer.headers.getSetCookie().join()).toMatch(/auth-token=;/);
  },
);
