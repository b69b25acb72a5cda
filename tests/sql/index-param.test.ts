import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect, createProject, signUp } from '../founder.ts';
import { stack } from '../stack.ts';

// A call that began before the index does not know of it, and may be read before it is committed.
test('an index of numbers waits for calls that began before it, and misses none of them', async () => {
  const founder = await signUp();
  const project = await createProject(founder, 'Product A');
  const keyHash = createHash('sha256').update(project.apiKey).digest('hex');
  const sql = connect(stack().adminUrl, 2);
  const identify = (email: string, mrr: number) =>
    JSON.stringify([{ key_hash: keyHash, email, params: { mrr } }]);
  const index = async () => {
    const { data } = await founder.client
      .rpc('index_param', { account_id: founder.accountId, key: 'mrr' })
      .throwOnError();
    return data;
  };

  await sql`select ingest.identify(${identify('first@example.com', 1)}::text::jsonb)`;
  expect(await index()).toBeNull();
  // As many as are worth an index.
  await sql`
    insert into public.customers (account_id, email, first_seen_at)
    select ${founder.accountId}, 'person-' || i || '@example.com', now() from generate_series(1, 20000) i`;
  await sql`
    insert into public.customer_activity (account_id, customer_id, last_activity_at)
    select account_id, id, now() from public.customers
    where account_id = ${founder.accountId} on conflict do nothing`;

  const late = await sql.reserve();
  await late`begin`;
  await late`select ingest.identify(${identify('first@example.com', 2)}::text::jsonb)`;
  await late`select ingest.identify(${identify('new@example.com', 3)}::text::jsonb)`;
  expect([await index(), await index(), await index(), await index()]).toEqual(
    Array(4).fill(false),
  );
  const filled = () => sql`
    select value::float from private.param_numbers where account_id = ${founder.accountId} order by value`;
  expect(await filled()).toEqual([]);
  await late`commit`;
  late.release();

  await expect.poll(index, { timeout: 60_000 }).toBe(true);
  expect((await filled()).map(({ value }) => value)).toEqual([2, 3]);
  await sql.end();
});
