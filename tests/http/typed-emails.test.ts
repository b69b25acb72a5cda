import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../founder.ts';
import { stack } from '../stack.ts';
import { ask, cookiesOf, submit } from './dashboard.ts';

// People whose address is stored otherwise than a founder reads it in a letter.
const PEOPLE = [
  ['ÉVA@Example.com', 'Éva@example.com'],
  ['user@bücher.de', 'user@xn--bcher-kva.de'],
  ['ΩMEGA@example.com', 'Ωmega@example.com'],
  ['İpek@example.com', 'İpek@example.com'],
  ['ann@münchen.example', 'ann@xn--mnchen-3ya.example'],
] as const;

let sql: postgres.Sql;
let cookie: string;
let account: string;

beforeAll(async () => {
  sql = connect(stack().adminUrl);
  const email = `typist-${randomUUID()}@example.com`;
  cookie = cookiesOf(
    await submit('/sign-up', { email, password: randomUUID(), account: 'Typist' }),
  );
  const [member] = await sql`select account_id from public.members where email = ${email}`;
  account = member!.account_id as string;
}, 300_000);
afterAll(() => sql.end());

async function send(...emails: string[]) {
  for (const email of emails) {
    await sql`
      with person as (
        insert into public.customers (account_id, email, first_seen_at)
        values (${account}, ${email}, now()) on conflict do nothing returning account_id, id
      )
      insert into public.customer_activity (account_id, customer_id, last_activity_at)
      select account_id, id, now() from person`;
  }
}
const idOf = async (email: string) =>
  (await sql`select id from public.customers where account_id = ${account} and email = ${email}`)[0]
    ?.id as string | undefined;

test.each(PEOPLE)('%s is erased in the panel by who types it', async (typed, stored) => {
  await send(stored);
  const id = await idOf(stored);
  const wrong = await submit(
    `/customers/${id}?/erase`,
    { email: stored, confirmation: 'else@example.com' },
    cookie,
  );
  expect(wrong.status).toBe(422);
  const answer = await submit(
    `/customers/${id}?/erase`,
    { email: stored, confirmation: typed },
    cookie,
  );
  expect(answer.status).toBe(303);
  expect(await idOf(stored)).toBeUndefined();
});

test.each(PEOPLE)('%s is erased under Billing by who types it', async (typed, stored) => {
  await send(stored);
  const answer = await submit('/billing?/erase', { email: typed, sure: 'on' }, cookie);
  expect(await answer.text()).toContain(`Deleted ${stored} from every product.`);
  expect(await idOf(stored)).toBeUndefined();
});

test.each(PEOPLE)('%s is found by the search and by a filter', async (typed, stored) => {
  await send(stored);
  for (const query of [
    `q=${encodeURIComponent(typed)}`,
    `f=email:is:${encodeURIComponent(typed)}`,
  ]) {
    const page = await (await ask(`/customers?${query}`, { headers: { cookie } })).text();
    expect(page).toContain(stored);
  }
});

test('a member is invited by the address that signs in', async () => {
  const answer = await submit(
    '/settings/members?/invite',
    { email: 'mate@bücher.de', role: 'viewer' },
    cookie,
  );
  expect(await answer.text()).toContain('mate@xn--bcher-kva.de');
});
