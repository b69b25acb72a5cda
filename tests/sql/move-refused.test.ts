import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../local/failure.ts';
import { runCommand } from '../../move/command.ts';
import { moveAccount } from '../../move/move-account.ts';
import { createTenants, type Tenant } from '../soak/tenants.ts';
import { stack } from '../stack.ts';
import { clonePostgres, type Clone } from './clone-postgres.ts';
import { identify } from './whole-account.ts';

const connect = (url: string, max = 1) => postgres(url, { max, prepare: false, onnotice() {} });

let target: Clone;
let here: postgres.Sql;
let there: postgres.Sql;
let tenant: Tenant;
beforeAll(async () => {
  target = await clonePostgres('independent');
  here = connect(stack().adminUrl, 3);
  there = connect(target.adminUrl, 3);
});
beforeEach(async () => void ([tenant] = (await createTenants(here, 1, 1)) as [Tenant]));
afterAll(async () => {
  await Promise.all([here.end({ timeout: 1 }), there.end({ timeout: 1 })]);
  await target.stop();
});

/** What npm run move-account says when it does nothing. */
async function refusal(
  account = tenant.accountId,
  { from = stack().dbUrl, to = target.dbUrl } = {},
  ...flags: string[]
): Promise<string> {
  const args = ['--from', from, '--to', to, '--account', account, ...flags];
  const told = await runCommand(args, expect.unreachable).catch((error) => error);
  expect(told).toBeInstanceOf(Failure);
  return told.message;
}

test('what cannot be moved is told with what to do, and nothing is changed', async () => {
  const { accountId, userId } = tenant;
  const other = new URL(target.dbUrl);
  other.password = 'wrong';
  await there`delete from supabase_migrations.schema_migrations where version = '2510'`;
  const [usage, same, unknown, password, encrypted, migrations] = await Promise.all([
    refusal('all'),
    refusal(accountId, { to: stack().dbUrl }),
    refusal(accountId, {}, '--everything'),
    refusal(accountId, { to: other.href }),
    refusal(accountId, { to: target.dbUrl + '?sslmode=require' }),
    refusal(),
  ]);
  expect(usage).toContain('--account takes the id of an account');
  expect(same).toContain('the same database');
  expect(unknown).toContain("Unknown option '--everything'");
  expect(password).toContain('--to database rejected the user or password');
  expect(encrypted).toContain('takes no connections with TLS');
  expect(migrations).toContain('--to lacks migration 2510');
  await there`insert into supabase_migrations.schema_migrations (version) values ('2510')`;

  expect(await refusal(randomUUID())).toContain('--from has no account');
  expect(await refusal(accountId, {}, '--undo')).toContain('no move to undo for this account');
  expect(await refusal(accountId, {}, '--confirm')).toContain('no move to confirm');

  await there.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`move account ${accountId}`}, 0))`;
    expect(await refusal()).toContain('moving this account right now');
  });
  await there`insert into auth.users (id, email) values (${randomUUID()}, ${`${userId}@example.com`})`;
  expect(await refusal()).toContain('has signed up in --to as well');
  await there`insert into public.accounts (id, name) values (${accountId}, 'Another')`;
  expect(await refusal()).toContain('--to has this account already');
  await here`update public.accounts set deletion_at = '2030-01-01' where id = ${accountId}`;
  expect(await refusal()).toContain('will be deleted on 2030-01-01');
  expect(await here`select from private.account_moves where account_id = ${accountId}`).toEqual([]);
});

test('a transaction that began before is waited for, and after a while the move is called off', async () => {
  const { accountId, projects } = tenant;
  const call = (email: string) => identify(here, projects[0]!.apiKey, { email });
  const from = connect(stack().dbUrl);
  const to = connect(target.dbUrl);
  const step = <T>(_: string, run: () => Promise<T>) => run();
  const options = { from, to, account: accountId, step };

  // It has seen the key, and writes later.
  let write = () => {};
  const slow = here.begin(async (sql) => {
    await sql`select from public.api_keys where account_id = ${accountId}`;
    await new Promise<void>((resolve) => (write = resolve));
    await sql`
      insert into public.customers (account_id, email, first_seen_at)
      values (${accountId}, 'slow@example.com', now())`;
  });
  await expect(moveAccount({ ...options, patience: 100 })).rejects.toThrow(
    /An earlier transaction is still open \(pid \d+\)/,
  );
  expect(await call('kept@example.com')).toBe('created');

  const moved = moveAccount({ ...options, patience: 60_000 });
  while ((await call('until@example.com')) !== 'unauthorized');
  write();
  await Promise.all([slow, moved]);
  const rows = await there`select email from public.customers where account_id = ${accountId}`;
  expect(rows.map(({ email }) => email)).toContain('slow@example.com');
  await Promise.all([from.end(), to.end()]);
});
