import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, createProject, signUp, type Founder } from '../founder.ts';
import { stack, startStack, type OwnStack } from '../stack.ts';

// What people send may be about a person, and logs are kept, copied and searched by others.

const canary = `canary-${randomUUID()}`;
const email = `${canary}@log.example`;
const long = email.repeat(30);
let own: OwnStack | undefined;
let founder: Founder;
let customer: string;
let project: { id: string };

const TEXTS = [email, long, `${email}\u0001`, `  ${email}`, `${email}'"\\`, `2026-02-30 ${email}`];

const CONDITIONS = [
  { field: 'email', operator: 'is', value: [email] },
  { field: 'email', operator: email, value: email },
  { field: email, operator: 'is', value: email },
  { field: 'email', operator: 'is', value: { email } },
  { field: 'status', operator: 'is', value: [email] },
  { field: 'status', operator: 'is', value: email },
  { field: 'status', operator: 'is', value: ['paid'], scope: email },
  { field: 'status', operator: 'is', value: ['paid'], scope: 'project', project: email },
  { field: 'project', operator: 'any_of', value: [email] },
  { field: 'project', operator: email, value: [] },
  { field: 'project_count', operator: 'is', value: email },
  { field: 'first_seen', operator: 'before', value: email },
  { field: 'first_seen', operator: 'between', value: [email, email] },
  { field: 'last_activity', operator: 'in_last', value: email },
  { field: 'tag', operator: email, value: [email] },
  { field: 'tag', operator: 'any_of', value: email },
  { field: 'param', operator: 'gt', key: email, value: email },
  { field: 'param', operator: 'before', key: email, value: email },
  { field: 'param', operator: email, key: email, value: email },
  { field: 'param', operator: 'is', key: 5, value: email },
  { field: 'name', operator: 'contains', value: email, [email]: email },
  email,
  [email],
];
const FILTERS = [
  email,
  [email],
  { [email]: email },
  { search: [email] },
  { match: email },
  { conditions: email },
  ...CONDITIONS.map((condition) => ({ conditions: [condition] })),
];
const ROWS = [
  email,
  { email },
  [email],
  [{ email: [email] }],
  [{ email, status: email }],
  [{ email, name: { email } }],
  [{ email, name: long }],
  [{ email, params: email }],
  [{ email, params: { [email]: 'x'.repeat(70_000) } }],
  [{ email, params: { [email]: '\u0000' } }],
  [{ email, created_at: email }],
  [{ email, seen_at: '0001-01-01' }],
  [{ email: long }],
];
const JSON_OF: Record<string, unknown[]> = {
  filter: FILTERS,
  rows: ROWS,
  cursor: [email, [email], [email, email], { email }],
  mapping: [
    email,
    { [email]: email },
    { statuses: { [email]: email } },
    { params: { [email]: 5 } },
  ],
  params: [email, [email], { [email]: 'x'.repeat(70_000) }, { [email]: '\u0000' }],
  settings: [email, { email }],
};

beforeAll(async () => {
  if (!stack().logFile) own = await startStack();
  const api = own ?? stack();
  founder = await signUp('canary', api);
  project = await createProject(founder, 'Inkwell');
  await createProject(founder, email.slice(0, 60));
  const sql = connect(api.adminUrl);
  const [row] = await sql`
    insert into public.customers (account_id, email, name, first_seen_at)
    values (${founder.accountId}, ${email}, ${email}, now()) returning id`;
  await sql`insert into public.customer_activity (account_id, customer_id, last_activity_at)
    values (${founder.accountId}, ${row!.id}, now())`;
  await sql.end();
  customer = row!.id;
}, 180_000);

afterAll(() => own?.stop());

/** Calls a function of the API by a name that is known only here. */
async function call(name: string, args: Record<string, unknown>, by = founder) {
  const { error } = await by.client.rpc(name as never, args as never);
  return error;
}

/** The functions that a signed-in user may call, with the names and types of their arguments. */
async function readFunctions() {
  const sql = connect((own ?? stack()).adminUrl);
  const rows = await sql`
    select proname as name, proargnames[1:pronargs] as names,
      array(select format_type(t, null) from unnest(proargtypes) with ordinality as a (t, at) order by at) as types
    from pg_proc
    where pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', oid, 'execute')
      -- These would end what the others need.
      and proname not in ('leave_account', 'transfer_ownership', 'end_session')`;
  await sql.end();
  return rows as unknown as { name: string; names: string[]; types: string[] }[];
}

function valuesOf(name: string, type: string): unknown[] {
  const ids: Record<string, string> = { account_id: founder.accountId, project_id: project.id };
  if (name === 'customer_ids') return [[customer]];
  if (name === 'customer_id') return [customer];
  if (type === 'uuid') return [ids[name] ?? randomUUID()];
  if (type === 'text') return TEXTS;
  if (type === 'jsonb') return JSON_OF[name] ?? FILTERS;
  if (type.endsWith('member_role')) return ['viewer'];
  if (type.endsWith('customer_status')) return ['paid'];
  if (type === 'boolean') return [true];
  if (type === 'timestamp with time zone') return ['2026-01-01T00:00:00Z'];
  return [0];
}

test('nothing that a member sends to the database is in its log, however it is refused', async () => {
  const functions = await readFunctions();
  expect(functions.length).toBeGreaterThan(40);
  let refused = 0;
  for (const { name, names, types } of functions) {
    const values = names.map((argument, at) => valuesOf(argument, types[at]!));
    const most = Math.max(1, ...values.map(({ length }) => length));
    for (let turn = 0; turn < most; turn++) {
      const args = names.map((argument, at) => [argument, values[at]![turn % values[at]!.length]]);
      if (await call(name, Object.fromEntries(args))) refused++;
    }
  }
  expect(refused).toBeGreaterThan(100);

  // What needs a state: said twice, or by somebody else.
  const account_id = founder.accountId;
  await call('invite_member', { account_id, email, role: 'viewer' });
  await call('invite_member', { account_id, email: founder.email, role: 'viewer' });
  const { data: token } = await founder.client
    .rpc('invite_member', { account_id, email, role: 'viewer' })
    .throwOnError();
  const other = await signUp('canary', own ?? stack());
  expect((await call('accept_invitation', { token }, other))?.code).toBe('42501');
  for (const name of [email.slice(0, 60), canary]) {
    await call('create_project', { account_id, name });
    await call('rename_project', { project_id: project.id, name: email.slice(0, 60) });
    await call('save_view', { account_id, name, query: 'sort=name' });
    await call('save_view', { account_id, name, query: 'sort=name' });
  }
  await call('rename_project', { project_id: project.id, name: canary });
  await call('delete_project', { project_id: project.id, name: 'Inkwell' });
  await call('schedule_account_deletion', { account_id, name: email });

  const marker = `marker-${randomUUID()}`;
  const sql = connect((own ?? stack()).adminUrl);
  await sql.unsafe(`do $$ begin raise warning '${marker}'; end $$`);
  await sql.end();
  const read = () => readFile((own ?? stack()).logFile!, 'utf8');
  await expect.poll(read, { timeout: 20_000 }).toContain(marker);
  const lines = (await read()).split('\n');
  expect(lines.join('\n')).toContain('This person is already a member.');
  const found = [canary, founder.email, other.email];
  expect(lines.filter((line) => found.some((text) => line.includes(text)))).toEqual([]);
}, 180_000);
