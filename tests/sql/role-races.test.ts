import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

const ROUNDS = 8;
let sql: ReturnType<typeof connect>;
let people: [Founder, Founder, Founder];
beforeAll(async () => {
  people = [await signUp('ada'), await signUp('grace'), await signUp('alan')];
  sql = connect(stack().adminUrl, 2);
});
afterAll(() => sql?.end());

const accountId = () => people[0].accountId;

/** Makes them all owners of the account of the first. */
async function begin(): Promise<void> {
  for (const { userId } of people) {
    await sql`
      insert into public.members (account_id, user_id, role) values (${accountId()}, ${userId}, 'owner')
      on conflict (account_id, user_id) do update set role = 'owner'`;
  }
}

const call = async ({ client }: Founder, name: string, args: object = {}) => {
  const answer = await client.rpc(name as never, { account_id: accountId(), ...args } as never);
  return answer.status;
};

/** What two or three owners do at the same moment. */
const RACES: Record<string, (ada: Founder, grace: Founder, alan: Founder) => Promise<number>[]> = {
  'each demotes the next': (ada, grace, alan) => [
    call(ada, 'set_role', { user_id: grace.userId, role: 'viewer' }),
    call(grace, 'set_role', { user_id: alan.userId, role: 'viewer' }),
    call(alan, 'set_role', { user_id: ada.userId, role: 'viewer' }),
  ],
  'each removes the next': (ada, grace, alan) => [
    call(ada, 'remove_member', { user_id: grace.userId }),
    call(grace, 'remove_member', { user_id: alan.userId }),
    call(alan, 'remove_member', { user_id: ada.userId }),
  ],
  'all leave': (...all) => all.map((who) => call(who, 'leave_account')),
  'each demotes themselves': (...all) =>
    all.map((who) => call(who, 'set_role', { user_id: who.userId, role: 'admin' })),
  'each hands the account to the next': (ada, grace, alan) => [
    call(ada, 'transfer_ownership', { user_id: grace.userId }),
    call(grace, 'transfer_ownership', { user_id: alan.userId }),
    call(alan, 'transfer_ownership', { user_id: ada.userId }),
  ],
  'one hands it over, that one leaves, and the third removes the first': (ada, grace, alan) => [
    call(ada, 'transfer_ownership', { user_id: grace.userId }),
    call(grace, 'leave_account'),
    call(alan, 'remove_member', { user_id: ada.userId }),
  ],
};

test.each(Object.entries(RACES))('an account keeps an owner when %s', async (_, race) => {
  for (let round = 0; round < ROUNDS; round++) {
    await begin();
    const statuses = await Promise.all(race(...people));
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    const [row] = await sql`
      select count(*)::int as owners from public.members where account_id = ${accountId()} and role = 'owner'`;
    expect(row!.owners).toBeGreaterThan(0);
  }
});

test('whoever makes accounts at the same moment has 20 at most', async () => {
  const { client, userId } = await signUp('many');
  await Promise.all(
    Array.from({ length: 30 }, () => client.rpc('create_account', { name: 'Mine' })),
  );
  const [row] =
    await sql`select count(*)::int as accounts from public.members where user_id = ${userId}`;
  expect(row!.accounts).toBe(20);
});
