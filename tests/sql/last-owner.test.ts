import { expect, test } from 'vitest';
import { connect, signUp } from '../founder.ts';
import { stack } from '../stack.ts';

test('two owners who make each other admins at the same moment do not leave the account without one', async () => {
  const ada = await signUp('ada');
  const grace = await signUp('grace');
  const sql = connect(stack().adminUrl, 3);
  await sql`
    insert into public.members (account_id, user_id, role) values (${ada.accountId}, ${grace.userId}, 'owner')`;
  const demote = (by: typeof ada, who: typeof ada) =>
    by.client.rpc('set_role', { account_id: ada.accountId, user_id: who.userId, role: 'admin' });

  // Both wait for the account's lock, and are let go together.
  const lock = await sql.reserve();
  await lock`begin`;
  await lock`select from public.accounts where id = ${ada.accountId} for update`;
  const both = Promise.all([demote(ada, grace).then(), demote(grace, ada).then()]);
  await expect
    .poll(async () => {
      const [row] = await sql`
        select count(*)::integer as waiting from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`;
      return row?.waiting;
    })
    .toBeGreaterThanOrEqual(2);
  await lock`commit`;
  lock.release();

  const answers = await both;
  expect(answers.map(({ error }) => error?.code ?? 'done').sort()).toEqual(['42501', 'done']);
  const roles =
    await sql`select role::text from public.members where account_id = ${ada.accountId} order by role`;
  expect(roles.map(({ role }) => role)).toEqual(['admin', 'owner']);
  await sql.end();
});
