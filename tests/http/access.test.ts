import { beforeAll, expect, test } from 'vitest';
import { anonymous, connect, createProject, post, signUp, signUpViewer } from '../founder.ts';
import type { Client, Founder } from '../founder.ts';
import { stack } from '../stack.ts';

const tables = [
  'accounts',
  'members',
  'projects',
  'customers',
  'customer_activity',
  'customer_projects',
  'mrr_changes',
  'status_changes',
] as const;
const unknownId = '00000000-0000-4000-8000-000000000000';

let owner: Founder;
let project: Awaited<ReturnType<typeof createProject>>;

beforeAll(async () => {
  owner = await signUp('owner');
  project = await createProject(owner, 'Product A');
  await post('/identify', project.apiKey, { email: 'alex@example.com', status: 'paid' });
});

/** How many of the owner's rows a client sees in each table. */
async function visibleRows(client: Client) {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { data } = await client.from(table).select('*');
    const own = (data ?? []) as { account_id?: string; id?: string }[];
    counts[table] = own.filter((row) =>
      table === 'accounts' ? row.id === owner.accountId : row.account_id === owner.accountId,
    ).length;
  }
  return counts;
}

function writes(client: Client) {
  return [
    client.rpc('create_project', { account_id: owner.accountId, name: 'Theirs' }),
    client.rpc('create_api_key', { project_id: project.id }),
    client.rpc('rotate_api_key', { key_id: project.keyId }),
    client.rpc('revoke_api_key', { key_id: project.keyId }),
    client.from('customers').delete().eq('account_id', owner.accountId).select('id'),
    client.from('projects').update({ name: 'x' }).eq('id', project.id).select('id'),
    client.from('members').insert({
      account_id: owner.accountId,
      user_id: unknownId,
      role: 'owner',
    }),
  ];
}

test('the owner sees every table, so that the refusals below mean something', async () => {
  const counts = await visibleRows(owner.client);
  expect(Object.values(counts)).toEqual(tables.map(() => 1));
});

test('another founder sees nothing through REST and can change nothing', async () => {
  const stranger = await signUp('stranger');
  expect(Object.values(await visibleRows(stranger.client))).toEqual(tables.map(() => 0));
  for (const { status, data } of await Promise.all(writes(stranger.client))) {
    expect(status).toBe(403);
    expect(data).toBeNull();
  }
  const search = await stranger.client.rpc('search_customers', { account_id: owner.accountId });
  expect(search.status).toBe(403);
  expect(search.error?.message).toBe('You are not a member of this account.');
});

test('an anonymous caller is refused at every table and function', async () => {
  const client = anonymous();
  for (const table of tables) {
    const { status } = await client.from(table).select('*');
    expect([table, status]).toEqual([table, 401]);
  }
  for (const { status } of await Promise.all(writes(client))) expect(status).toBe(401);
  const search = await client.rpc('search_customers', { account_id: owner.accountId });
  expect(search.status).toBe(401);
});

test('a viewer reads everything and changes nothing', async () => {
  const viewer = await signUpViewer(owner);
  const counts = await visibleRows(viewer.client);
  expect(counts).toMatchObject({ projects: 1, customers: 1, customer_projects: 1 });
  for (const { status, data } of await Promise.all(writes(viewer.client))) {
    expect(status).toBe(403);
    expect(data).toBeNull();
  }
  const { error } = await viewer.client.rpc('create_api_key', { project_id: project.id });
  expect(error?.message).toContain('view-only');
});

test('nobody reads the hash of a key', async () => {
  const { status } = await owner.client.from('api_keys').select('hash');
  expect(status).toBe(403);
  const { data } = await owner.client.from('api_keys').select('hint').throwOnError();
  expect(data).toEqual([{ hint: project.apiKey.slice(-4) }]);
});

test('the ingest role may call identify and ping and nothing else', async () => {
  const sql = connect(stack().adminUrl);
  await sql.begin(async (tx) => {
    await tx`set local role ingest`;
    const [row] = await tx`select count(*)::int from ingest.identify('[]')`;
    expect(row!.count).toBe(0);
  });
  for (const statement of [
    'select * from public.customers',
    'select * from public.api_keys',
    `select * from private.search_customers('${owner.accountId}', '{}', 'email', true, null, 1)`,
    `select public.create_project('${owner.accountId}', 'x')`,
    'select * from auth.users',
  ]) {
    const attempt = sql.begin(async (tx) => {
      await tx`set local role ingest`;
      await tx.unsafe(statement);
    });
    await expect(attempt, statement).rejects.toMatchObject({ code: '42501' });
  }
  await sql.end();
});

test('one 401 answers a missing, mistyped, unknown, revoked and expired key alike', async () => {
  const revoked = await createProject(owner, 'Revoked');
  expect((await post('/identify', revoked.apiKey, { email: 'x@example.com' })).status).toBe(200);
  await owner.client.rpc('revoke_api_key', { key_id: revoked.keyId }).throwOnError();

  const rotated = await createProject(owner, 'Rotated');
  const { data: next } = await owner.client
    .rpc('rotate_api_key', { key_id: rotated.keyId, grace_hours: 0 })
    .throwOnError();
  expect((await post('/identify', next[0]!.api_key, { email: 'y@example.com' })).status).toBe(200);

  const mistyped = project.apiKey.slice(0, -1) + (project.apiKey.endsWith('0') ? '1' : '0');
  const bodies = new Set<string>();
  for (const key of ['', mistyped, 'tcrm_proj_short', revoked.apiKey, rotated.apiKey]) {
    const answer = await post('/identify', key, { email: 'late@example.com' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    const { request_id: _, ...body } = answer.body;
    bodies.add(JSON.stringify(body));
  }
  expect(bodies.size).toBe(1);
  const { data } = await owner.client
    .from('customers')
    .select('id')
    .eq('email', 'late@example.com');
  expect(data).toEqual([]);
});

test('the old key keeps working through the grace of a rotation', async () => {
  const rotated = await createProject(owner, 'Graceful');
  const { data: next } = await owner.client
    .rpc('rotate_api_key', { key_id: rotated.keyId, grace_hours: 24 })
    .throwOnError();
  for (const key of [rotated.apiKey, next[0]!.api_key]) {
    expect((await post('/ping', key, { email: 'alex@example.com' })).status).toBe(200);
  }
});
