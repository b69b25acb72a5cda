import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, createProject, post, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

// Every table, view and function that there is, as the catalog of Postgres lists them, tried by whoever
// has no business there: a new one is tried by itself.

const SCHEMAS = ['private', 'ingest', 'billing', 'notifications', 'dashboard', 'auth'];
/** Stands in everything that the owner has, and in nothing of anybody else. */
const SECRET = `canary${randomUUID().slice(0, 8)}`;
const NAME = 'The name that is typed to delete it';

let sql: ReturnType<typeof connect>;
let owner: Founder;
let callers: Record<'anonymous' | 'forged' | 'stranger', string | undefined>;
/** The value that a stranger would give for an argument of this name. */
let values: Record<string, unknown>;

interface Relation {
  name: string;
  /** Columns that a signed-in user may read. */
  columns: string[];
}
interface Routine {
  name: string;
  names: string[] | null;
  types: string[];
  /** Whether it only reads, so that GET calls it too. */
  reads: boolean;
}
let relations: Relation[];
let routines: Routine[];

beforeAll(async () => {
  sql = connect(stack().adminUrl, 2);
  owner = await signUp('owner');
  const stranger = await signUp('stranger');
  values = await fill(owner);
  const token = async ({ client }: Founder) =>
    (await client.auth.getSession()).data.session!.access_token;
  const [, payload] = (await token(owner)).split('.');
  const head = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  callers = {
    anonymous: undefined,
    forged: `${head}.${payload}.`,
    stranger: await token(stranger),
  };

  relations = await sql<Relation[]>`
    select c.relname as name, (
      select array_agg(a.attname) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and has_column_privilege('authenticated', c.oid, a.attnum, 'select')
    ) as columns
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p', 'f')`;
  routines = await sql<Routine[]>`
    select p.proname as name, p.proargnames[:p.pronargs] as names,
      array(select format_type(t, null) from unnest(p.proargtypes) t) as types,
      p.provolatile <> 'v' as reads
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'`;
});
afterAll(() => sql?.end());

/** Gives the owner at least one row in every table, and returns what names them. */
async function fill({ client, accountId, userId }: Founder) {
  await client.rpc('rename_account', { account_id: accountId, name: NAME }).throwOnError();
  const project = await createProject(owner, NAME);
  const answer = await post('/identify', project.apiKey, {
    email: `${SECRET}@example.com`,
    name: SECRET,
    status: 'paid',
    params: { [SECRET]: SECRET },
  });
  expect(answer.status).toBe(200);
  const { data: customers } = await client.from('customers').select('id').throwOnError();
  const customer_id = customers[0]!.id;
  const customer = { account_id: accountId, customer_id };
  const rpc = async (name: string, args: object) =>
    (await client.rpc(name as never, args as never).throwOnError()).data as unknown;
  await rpc('add_note', { ...customer, body: SECRET });
  await rpc('tag_customers', { account_id: accountId, tag: 'vip', customer_ids: [customer_id] });
  await rpc('save_view', { account_id: accountId, name: SECRET, query: `q=${SECRET}` });
  await rpc('create_receiver', {
    project_id: project.id,
    service: 'stripe',
    secret: `whsec_${SECRET}`,
  });
  await rpc('invite_member', {
    account_id: accountId,
    email: `${SECRET}@example.org`,
    role: 'viewer',
  });
  await rpc('create_read_key', { account_id: accountId, name: SECRET });
  const { data: views } = await client.from('views').select('id').throwOnError();
  await rpc('create_feed', { account_id: accountId, view_id: views[0]!.id });
  await rpc('create_webhook', {
    ...{ account_id: accountId, url: `https://${SECRET}.example.com` },
    events: ['customer.created'],
  });
  await rpc('start_import', {
    ...{ project_id: project.id, file_name: SECRET, file_hash: 'a'.repeat(64), row_count: 1 },
    settings: {},
  });
  const [ids] = await sql`
    select
      (select id from public.customer_notes where account_id = ${accountId}) as note_id,
      (select id from public.views where account_id = ${accountId}) as view_id,
      (select id from public.feeds where account_id = ${accountId}) as feed_id,
      (select id from public.receivers where account_id = ${accountId}) as receiver_id,
      (select id from public.invitations where account_id = ${accountId}) as invitation_id,
      (select id from public.imports where account_id = ${accountId}) as import_id,
      (select id from private.webhook_endpoints where account_id = ${accountId}) as endpoint_id,
      (select id from auth.sessions where user_id = ${userId} limit 1) as session_id`;
  await sql`
    insert into public.receiver_deliveries (account_id, receiver_id, event_type, outcome, detail, customer_id)
    values (${accountId}, ${ids!.receiver_id}, 'x', 'created', ${SECRET}, ${customer_id})`;
  await sql`
    insert into public.refused_calls
    values (${accountId}, ${project.id}, now(), 'ping', 'x', '', ${SECRET}, 422, 1, now())`;
  return {
    ...{ ...ids, ...customer, project_id: project.id, key_id: project.keyId, user_id: userId },
    ...{ customer_ids: [customer_id], name: NAME, role: 'owner', status: 'churned', expected: 1 },
    ...{ service: 'stripe', format: 'csv', rows: [{ email: 'x@example.com' }], time_zone: 'UTC' },
    ...{
      after: null,
      before_id: null,
      cursor: null,
      secret: 'x'.repeat(32),
      visitor: 'a'.repeat(64),
    },
    email: 'stranger@example.com',
  };
}

const DEFAULTS: Record<string, unknown> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  text: 'x',
  integer: 1,
  bigint: 1,
  boolean: true,
  jsonb: {},
  'text[]': ['x'],
  date: '2026-01-05',
  'timestamp with time zone': '2026-01-05T00:00:00Z',
};
/** What would change what is there. */
const OTHER: Record<string, unknown> = {
  ...{ name: 'Theirs now', role: 'viewer', tag: 'vip', color: 'lime', time_zone: 'Europe/Berlin' },
  ...{
    currency: 'EUR',
    service: 'clerk',
    grace_hours: 0,
    mapping: { statuses: { active: 'free' } },
  },
  ...{ filter: { q: SECRET }, weekly_summary: false, place: 2, anew: false },
};

interface Sent {
  what: string;
  status: number;
  text: string;
}

async function ask(
  caller: keyof typeof callers,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Sent> {
  const { apiUrl, publishableKey } = stack();
  const token = callers[caller];
  const response = await fetch(`${apiUrl}/rest/v1/${path}`, {
    method,
    headers: {
      apikey: publishableKey,
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const what = `${caller} ${method} ${path}`;
  return { what, status: response.status, text: await response.text() };
}

/** Runs all, a few at a time. */
async function all<T>(tasks: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const next = tasks.entries();
  const work = async () => {
    for (const [i, task] of next) results[i] = await task();
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return results;
}

/** Everything that is stored of the owner, as one hash. */
async function fingerprint(): Promise<string> {
  const tables = await sql`
    select c.oid::regclass::text as name, a.attname as key
    from pg_class c join pg_attribute a on a.attrelid = c.oid
      and a.attname = case when c.relname = 'accounts' then 'id' else 'account_id' end
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'r'
    order by 1`;
  const hashes = await Promise.all(
    tables.map(async ({ name, key }) => {
      const [row] = await sql.unsafe(
        `select md5(coalesce(string_agg(t::text, '' order by t::text), '')) as hash from ${name} t where ${key} = $1`,
        [owner.accountId],
      );
      return `${name} ${row!.hash}`;
    }),
  );
  const [user] = await sql`
    select u.email, u.encrypted_password, (select count(*)::int from auth.sessions s where s.user_id = u.id) as sessions
    from auth.users u where u.id = ${owner.userId}`;
  return [...hashes, JSON.stringify(user)].join('\n');
}

/** Sends all of it. Whatever is answered is no fault of the server and tells nothing, and nothing of the owner is changed. */
async function tryAll(tasks: (() => Promise<Sent>)[]): Promise<Sent[]> {
  const before = await fingerprint();
  const sent = await all(tasks);
  expect(sent.filter(({ status }) => status >= 500)).toEqual([]);
  expect(sent.filter(({ text }) => text.includes(SECRET))).toEqual([]);
  expect(await fingerprint()).toBe(before);
  return sent;
}

test('the owner has something in every table, so that what follows means something', async () => {
  const empty: string[] = [];
  for (const { name } of relations) {
    const key = name === 'accounts' ? 'id' : 'account_id';
    const [row] = await sql.unsafe(`select count(*)::int from public.${name} where ${key} = $1`, [
      owner.accountId,
    ]);
    if (row!.count === 0) empty.push(name);
  }
  expect(empty).toEqual([]);
  expect(routines.length).toBeGreaterThan(50);
});

test('no stranger reads or writes any table, with any verb', async () => {
  const sent = await tryAll(
    relations.flatMap(({ name, columns }) => {
      const key = name === 'accounts' ? 'id' : 'account_id';
      const own = `${name}?${key}=eq.${owner.accountId}`;
      const select = `select=${columns.join(',')}`;
      const body = { [key]: owner.accountId };
      const upsert = { prefer: 'resolution=merge-duplicates' };
      return [
        () => ask('forged', 'GET', `${own}&${select}`),
        ...(['anonymous', 'stranger'] as const).flatMap((caller) => [
          () => ask(caller, 'GET', `${name}?${select}`),
          () => ask(caller, 'GET', `${own}&${select}`),
          () => ask(caller, 'HEAD', own, undefined, { prefer: 'count=exact' }),
          () => ask(caller, 'POST', name, body),
          () => ask(caller, 'POST', name, body, upsert),
          () => ask(caller, 'PATCH', own, body),
          () => ask(caller, 'PUT', own, body),
          () => ask(caller, 'DELETE', own),
        ]),
      ];
    }),
  );
  const taken = sent.filter(
    ({ what, status }) => status < 400 && !/^stranger (GET|HEAD) /.test(what),
  );
  expect(taken).toEqual([]);
  const reads = sent.filter(({ what }) => what.startsWith('stranger GET'));
  expect(reads.filter(({ status }) => status !== 200)).toEqual([]);
  const seen = reads.filter(({ text }) => text.includes(owner.accountId));
  expect(seen).toEqual([]);
});

test('no function does for a stranger what it does for a member', async () => {
  const sent = await tryAll(
    routines.flatMap(({ name, names, types, reads }) => {
      const valueOf = (name: string, type: string) => values[name] ?? DEFAULTS[type];
      const args = Object.fromEntries(
        (names ?? []).map((arg, i) => [arg, valueOf(arg, types[i]!)]),
      );
      const other = Object.fromEntries(
        Object.entries(args).map(([arg, value]) => [arg, OTHER[arg] ?? value]),
      );
      const nothing = Object.fromEntries((names ?? []).map((arg) => [arg, null]));
      const query = new URLSearchParams(
        Object.entries(args).map(([arg, value]) => [arg, String(value)]),
      );
      return [
        () => ask('anonymous', 'POST', `rpc/${name}`, args),
        () => ask('stranger', 'POST', `rpc/${name}`, args),
        () => ask('stranger', 'POST', `rpc/${name}`, other),
        () => ask('stranger', 'POST', `rpc/${name}`, nothing),
        ...(reads ? [() => ask('stranger', 'GET', `rpc/${name}?${query}`)] : []),
      ];
    }),
  );
  // It was the function that refused, and not a name that it does not know.
  expect(sent.filter(({ what, status }) => what.includes(' POST ') && status === 404)).toEqual([]);
  const unknown = sent.filter(({ what }) => !what.startsWith('stranger'));
  expect(unknown.filter(({ status }) => status < 400)).toEqual([]);
});

test('no schema but public is there for anybody', async () => {
  const paths = await sql`
    select n.nspname as schema, p.proname as name, 'rpc/' || p.proname as path
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any (${SCHEMAS})
    union
    select n.nspname, c.relname, c.relname
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any (${SCHEMAS}) and c.relkind in ('r', 'v', 'm', 'p')`;
  expect(new Set(paths.map(({ schema }) => schema))).toEqual(new Set(SCHEMAS));
  const publicNames = new Set([...relations, ...routines].map(({ name }) => name));
  const send = ({ path, schema }: { path: string; schema?: string }) => {
    const isFunction = path.startsWith('rpc/');
    const profile = schema && { 'content-profile': schema, 'accept-profile': schema };
    return ask('stranger', isFunction ? 'POST' : 'GET', path, isFunction ? {} : undefined, {
      ...profile,
    });
  };
  // Of a schema that is not exposed one name is as good as another.
  const firsts = new Map(
    paths.map((each) => [`${each.schema} ${each.path.startsWith('rpc/')}`, each]),
  );
  const sent = await tryAll([
    ...[...firsts.values()].map(
      ({ path, schema }) =>
        () =>
          send({ path, schema }),
    ),
    ...paths
      .filter(({ name }) => !publicNames.has(name))
      .map(
        ({ path }) =>
          () =>
            send({ path }),
      ),
  ]);
  expect(sent.filter(({ status }) => status < 400)).toEqual([]);
});
