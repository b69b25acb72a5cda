import assert from 'node:assert/strict';
import type postgres from 'postgres';
import { connect } from '../founder.ts';
import type { Check, Figures, Mutant } from './check.ts';
import { HttpClient } from './http-client.ts';
import { scanTables } from './key-hygiene/scan.ts';
import { Random } from './random.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';
import { actAs, createTenants, type Tenant } from './tenants.ts';

const mutants: Mutant[] = [
  {
    name: 'the audit log says who was erased',
    sql: {
      function: 'private.erase_customers',
      replace: [
        [
          "jsonb_build_object('count', v_count)",
          "jsonb_build_object('count', v_count, 'emails', v_emails)",
        ],
        [
          'v_count := private.erase_people',
          'select array_agg(c.email) into v_emails from public.customers c where c.id = any (v_ids);\n  v_count := private.erase_people',
        ],
        ['v_count integer;', 'v_count integer;\n  v_emails text[];'],
      ],
    },
  },
  {
    name: 'erasing leaves the row of a person',
    sql: {
      function: 'private.erase_people',
      replace: [
        [
          'delete from public.customers c where c.account_id = erase_people.account_id and c.id = any (ids);',
          'delete from public.customer_projects c where c.account_id = erase_people.account_id and c.customer_id = any (ids);',
        ],
      ],
    },
  },
  {
    name: 'the catalog of params keeps a value that nobody has anymore',
    sql: {
      function: 'private.forget_params',
      replace: [
        ['where (k.key, sample) in (select found.key, found.value from found)', 'where true'],
      ],
    },
  },
];

/** Plants a word in everything that can be said about a person, and looks for it after the erasure. */
export const check: Check = {
  name: 'erasure',
  promise:
    'Of a person who is erased nothing is left, in any table that a dump would hold or any log, and later calls make somebody new.',
  mutants,
  run: ({ seed, mutant }) =>
    withSoakStack({ mutant, api: false }, (stack) => run(stack, new Random(seed))),
};

async function run(stack: SoakStack, random: Random): Promise<Figures> {
  const admin = connect(stack.adminUrl, 2);
  const client = new HttpClient(stack.edgeUrl, 2);
  try {
    const [tenant] = await createTenants(admin, 1, 2);
    const canary = `canary${random.below(1e9)}`;
    const email = `${canary}@example.com`;
    const planted = await plant(tenant!, canary, { admin, client });
    const before = await scanTables(admin, canary);
    assert.ok(before.found.length >= 7, `the word is in ${before.found.length} tables only`);

    const begin = performance.now();
    await actAs(
      admin,
      tenant!.userId,
      (sql) => sql`
        select public.erase_customers(${tenant!.accountId}, array[${planted}::uuid])`,
    );
    const ms = Math.round(performance.now() - begin);
    const { tables, found } = await scanTables(admin, canary);
    // What a session asked last is no table, and the last question was this one.
    const kept = found.filter((name) => name !== 'pg_catalog.pg_stat_activity');
    assert.deepEqual(kept, [], 'tables that still know the person');
    for (const [name, lines] of [
      ['the Edge Function', stack.edge.lines],
      ['Postgres', stack.postgres.lines],
    ] as const) {
      assert.deepEqual(
        lines.filter((line) => line.includes(canary)),
        [],
        `lines of ${name} that know the person`,
      );
    }

    await call(client, tenant!.projects[0]!.apiKey, 'identify', { email, status: 'free' });
    const [anew] = await admin`
      select c.id, c.name, cp.status, cp.params, (select count(*)::int from public.customer_projects where customer_id = c.id) as projects,
        (select count(*)::int from public.status_changes where customer_id = c.id) as changes
      from public.customers c join public.customer_projects cp on cp.customer_id = c.id
      where c.email = ${email}`;
    const { id, ...rest } = anew!;
    assert.notEqual(id, planted, 'the id of somebody new');
    assert.deepEqual(
      rest,
      { name: null, status: 'free', params: {}, projects: 1, changes: 1 },
      'what a later call brought back',
    );
    return {
      tables_that_knew_the_person: before.found.length,
      tables_read: tables,
      log_lines_read: stack.edge.lines.length + stack.postgres.lines.length,
      found_after: 0,
      erased_in_ms: ms,
    };
  } finally {
    client.close();
    await admin.end();
  }
}

/** Says the word in every way there is, and returns the id of the person. */
async function plant(
  { accountId, userId, projects }: Tenant,
  canary: string,
  { admin, client }: { admin: postgres.Sql; client: HttpClient },
): Promise<string> {
  const email = `${canary}@example.com`;
  const [first, second] = projects;
  const person = {
    email,
    name: `${canary} Name`,
    params: { [`${canary}_key`]: `${canary} value` },
  };
  await call(client, first!.apiKey, 'identify', { ...person, status: 'trial' });
  await call(client, first!.apiKey, 'identify', { ...person, status: 'paid' });
  await call(client, second!.apiKey, 'identify', { ...person, params: { mrr: 9, note: canary } });
  await call(client, first!.apiKey, 'ping', { email });
  // Somebody who stays has the same param, so that its name stays and only the value has to go.
  const other = { email: 'stays@example.com', params: { note: 'other' } };
  await call(client, second!.apiKey, 'identify', other);
  // Refused, each with the word where a reason could repeat it.
  await call(client, first!.apiKey, 'identify', { email: `${canary} at example` }, 422);
  await call(client, first!.apiKey, 'identify', { email, status: canary }, 422);

  const [{ id }] = (await admin`
    select id from public.customers where account_id = ${accountId} and email = ${email}`) as [
    { id: string },
  ];
  await actAs(admin, userId, async (sql) => {
    await sql`select public.add_note(${accountId}, ${id}, ${`${canary} said so`})`;
    await sql`select public.tag_customers(${accountId}, ${`${canary} tag`}, array[${id}::uuid])`;
    await sql`select public.edit_customer(${accountId}, ${id}, ${`${canary} Renamed`})`;
    await sql`
      select public.edit_customer_project(
        ${accountId}, ${id}, ${first!.id}, 'churned', ${sql.json({ by_hand: `${canary} too` })})`;
    const [started] = await sql`
      select id from public.start_import(${second!.id}, 'people.csv', '', 1, '{}')`;
    const rows = sql.json([{ email, name: `${canary} Imported`, params: { from: canary } }]);
    await sql`select public.import_customers(${started!.id}, 0, ${rows})`;
    await sql`select public.record_export(${accountId}, 'json', 1)`;
    await sql`select public.overview(${accountId}, 'mrr', true)`;
  });
  return id;
}

async function call(
  client: HttpClient,
  apiKey: string,
  route: string,
  body: unknown,
  expected = 200,
): Promise<void> {
  const reply = await client.post(`/${route}`, apiKey, body);
  assert.equal(reply.status, expected, JSON.stringify(reply.body));
}
