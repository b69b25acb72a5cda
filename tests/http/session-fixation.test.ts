import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ask, cookiesOf, submit } from './dashboard.ts';
import { confirmLinkTo } from './mail.ts';

interface Person {
  email: string;
  password: string;
  cookie: string;
}

async function person(name: string): Promise<Person> {
  const email = `${name}-${randomUUID()}@example.com`;
  const password = randomUUID();
  const cookie = cookiesOf(await submit('/sign-up', { email, password, account: '' }));
  return { email, password, cookie };
}

/** A link that signs this person in. */
async function linkOf({ email }: Person): Promise<string> {
  await submit('/sign-in?/link', { email, password: '' });
  return confirmLinkTo(email);
}

/** Who is signed in with these cookies, as the settings say. */
async function whoIs(cookie: string): Promise<string | undefined> {
  const page = await (await ask('/settings', { headers: { cookie } })).text();
  return /You sign in as ([\w-]+@example\.com)/.exec(page)?.[1];
}

/** What a browser keeps: what it had, overwritten and deleted by what an answer sets. */
function jar(before: string, answer: Response): string {
  const kept = new Map(before.split('; ').map((pair) => [pair.split('=')[0]!, pair]));
  for (const header of answer.headers.getSetCookie()) {
    const pair = header.split(';')[0]!;
    if (pair.endsWith('=')) kept.delete(pair.split('=')[0]!);
    else kept.set(pair.split('=')[0]!, pair);
  }
  return [...kept.values()].join('; ');
}

test('the link of somebody else does not sign out who is signed in, unless they say so', async () => {
  const victim = await person('victim');
  const attacker = await person('attacker');
  const link = await linkOf(attacker);

  const page = await (await ask(link, { headers: { cookie: victim.cookie } })).text();
  expect(page).toContain(`You’re signed in as ${victim.email}`);
  for (const fields of [{}, { leave: '' }, { leave: randomUUID() }] as Record<string, string>[]) {
    const answer = await submit(link, fields, victim.cookie);
    expect(answer.status).toBe(409);
    expect(await whoIs(jar(victim.cookie, answer))).toBe(victim.email);
  }
  // And the link was not used up by it.
  const opened = await submit(link, {});
  expect(await whoIs(cookiesOf(opened))).toBe(attacker.email);
});

test('who says so is signed in by the link, and what was there before is good for nothing', async () => {
  const planted = await person('attacker');
  const victim = await person('victim');
  const link = await linkOf(victim);
  const page = await (await ask(link, { headers: { cookie: planted.cookie } })).text();
  const leave = /name="leave" value="([^"]*)"/.exec(page)![1]!;

  const answer = await submit(link, { leave }, planted.cookie);
  expect(answer.status).toBe(303);
  const cookie = jar(planted.cookie, answer);
  expect(await whoIs(cookie)).toBe(victim.email);
  expect(cookie).not.toContain(planted.cookie.split('=')[1]!);
  expect((await ask('/customers', { headers: { cookie: planted.cookie } })).status).toBe(303);
});

test('the change of email of somebody else signs nobody out and nobody in', async () => {
  const victim = await person('victim');
  const attacker = await person('attacker');
  const wanted = `new-${randomUUID()}@example.com`;
  await submit('/settings?/email', { email: wanted }, attacker.cookie);

  // The local Auth server asks the present address only; a hosted one asks both.
  const answer = await submit(await confirmLinkTo(attacker.email), {}, victim.cookie);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain(`You’re still signed in as ${victim.email}`);
  expect(await whoIs(jar(victim.cookie, answer))).toBe(victim.email);
});

test('a code of somebody else changes nothing for who is signed in', async () => {
  const victim = await person('victim');
  const answer = await ask(`/confirm?code=${randomUUID()}`, { headers: { cookie: victim.cookie } });
  expect(answer.status).toBe(303);
  expect(await whoIs(jar(victim.cookie, answer))).toBe(victim.email);
});
