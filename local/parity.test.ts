import { decodeProtectedHeader, importJWK, jwtVerify, type JWTVerifyOptions } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { jsonWebKeySet } from './api-tokens.ts';
import { startParity, type Parity } from './parity.fixture.ts';

// Where @supabase/lite by itself differs from hosted Supabase and local/ puts it right. A new
// version of lite has to pass this before it is taken.

let it: Parity;
beforeAll(async () => {
  // lite prints every SQL error, and here most of them are wanted.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  it = await startParity();
});
afterAll(() => it.stop());

describe('values', () => {
  test.each([
    ['object', { a: 1 }],
    ['array', [1, 2]],
    ['string', 'text'],
    ['number', 1.5],
    ['boolean', true],
    ['null', null],
  ])('a jsonb argument that is a JSON %s arrives as one', async (kind, value) => {
    const { data } = await it.service.rpc('kind', { value });
    expect(data).toBe(value === null ? null : kind);
  });

  test('a jsonb argument keeps its members, also in a GET', async () => {
    const sent = { value: { a: { b: [1] } }, key: 'a' };
    expect((await it.service.rpc('pick', sent)).data).toEqual({ b: [1] });
    const read = { value: JSON.stringify(sent.value), key: 'a' };
    expect((await it.service.rpc('pick', read, { get: true })).data).toEqual({ b: [1] });
  });

  test('a single unnamed json argument takes the whole body', async () => {
    expect((await it.service.rpc('kind_of_unnamed', { a: 1 })).data).toBe('object');
  });

  test('bytea, numeric and times come back as PostgREST writes them', async () => {
    const row = {
      id: 1,
      raw: '\\xdead',
      price: 12.3,
      seen_at: '2026-01-01T00:00:00+02:00',
      local_at: '2026-01-01T00:00:00',
    };
    const { data } = await it.service.from('notes').insert(row).select().single();
    expect(data).toMatchObject({ ...row, seen_at: '2025-12-31T22:00:00+00:00' });
    expect((await it.sql`select encode(raw, 'hex') as hex from notes where id = 1`)[0]?.hex).toBe(
      'dead',
    );
  });

  test.each([[{ a: 1 }], [[1, 'two']], [5], [null]])('a jsonb column keeps %j', async (body) => {
    const { data } = await it.service.from('notes').upsert({ id: 2, body }).select('body').single();
    expect(data).toEqual({ body });
  });
});

describe('errors', () => {
  test.each([
    ['P0001', 400],
    ['P0002', 500],
    ['23514', 400],
    ['23P01', 400],
    ['40001', 500],
    ['57014', 500],
    ['28000', 403],
    ['28P01', 403],
    ['TC001', 400],
    ['22023', 400],
    ['42501', 403],
    ['23505', 409],
    ['PT418', 418],
  ])('SQLSTATE %s is answered with %i and its details', async (state, status) => {
    const response = await it.founder.rpc('fail', { state });
    expect(response.status).toBe(status);
    expect(response.error).toMatchObject({
      message: 'it failed',
      details: 'a detail',
      hint: 'a hint',
    });
    if (!state.startsWith('PT')) expect(response.error?.code).toBe(state);
  });

  test('a plain RAISE is a 400 with its message', async () => {
    const { status, error } = await it.founder.rpc('fail_plainly');
    expect(status).toBe(400);
    expect(error).toMatchObject({ code: 'P0001', message: 'no more than 5 a day' });
  });

  test('a violated check names itself', async () => {
    const { status, error } = await it.service.from('notes').insert({ id: -1 });
    expect(status).toBe(400);
    expect(error).toMatchObject({ code: '23514' });
    expect(error?.message).toContain('id_is_positive');
  });

  test('a violated exclusion constraint is a 400', async () => {
    await it.service.from('notes').insert({ id: 10, price: 77 });
    const { status, error } = await it.service.from('notes').insert({ id: 11, price: 77 });
    expect([status, error?.code]).toEqual([400, '23P01']);
  });
});

describe('rights', () => {
  test('nothing is granted that no migration granted', async () => {
    const grants = await it.sql`
      select relname from pg_class
      where relname in ('ungranted', 'things')
        and (has_table_privilege('anon', oid, 'select, insert, update, delete')
          or has_table_privilege('authenticated', oid, 'select, insert, update, delete')
          or has_table_privilege('service_role', oid, 'select, insert, update, delete'))`;
    expect(grants).toHaveLength(0);
    expect((await it.founder.from('ungranted').select()).error?.code).toBe('42501');
    const [schema] = await it.sql`select has_schema_privilege('anon', 'hidden', 'usage') as usage`;
    expect(schema?.usage).toBe(false);
  });

  test('what is refused to anybody is a 401, and to a founder a 403', async () => {
    expect((await it.anonymous.from('notes').select()).status).toBe(401);
    expect((await it.founder.from('ungranted').select()).status).toBe(403);
  });

  test('the tables of Auth show no row to whoever is not above their policies', async () => {
    const rows = await it.sql`
      select relname from pg_class
      where relnamespace = 'auth'::regnamespace and relkind = 'r' and not relrowsecurity`;
    expect(rows).toEqual([]);
    expect((await it.sql`select count(*)::integer from auth.users`)[0]).toEqual({ count: 1 });
  });

  test('a column that is not granted is refused', async () => {
    expect((await it.founder.from('notes').select('id')).error).toBeNull();
    const { status, error } = await it.founder.from('notes').select('secret');
    expect([status, error?.code]).toEqual([403, '42501']);
  });

  test('each request runs as its own role', async () => {
    for (const [client, role] of [
      [it.anonymous, 'anon'],
      [it.founder, 'authenticated'],
      [it.service, 'service_role'],
    ] as const) {
      expect((await client.rpc('who')).data).toMatchObject({ user: role, role });
    }
  });

  test('a row that its policy hides is neither read nor written', async () => {
    expect((await it.founder.from('own_rows').insert({ id: 1 })).error).toBeNull();
    expect((await it.founder.from('own_rows').select('id')).data).toEqual([{ id: 1 }]);
    const stolen = { id: 2, owner: crypto.randomUUID() };
    expect((await it.founder.from('own_rows').insert(stolen)).error?.code).toBe('42501');
  });

  test('without a key there is no answer but 401', async () => {
    for (const path of ['/rest/v1/notes', '/rest/v1/rpc/who', '/auth/v1/user']) {
      expect((await fetch(it.apiUrl + path)).status).toBe(401);
    }
  });
});

describe('limits', () => {
  test('a statement may take as long as its role is allowed', async () => {
    expect((await it.anonymous.rpc('time_limit')).data).toBe('3s');
    expect((await it.founder.rpc('time_limit')).data).toBe('8s');
    expect((await it.service.rpc('time_limit')).data).toBe('0');
  });

  test('the limit of a function counts instead, also when nothing else would end it', async () => {
    const { status, error } = await it.founder.rpc('sleep_in_a_hurry', { seconds: 5 });
    expect([status, error?.code]).toEqual([500, '57014']);
  });

  test('a stable function cannot write', async () => {
    const { status, error } = await it.service.rpc('write_though_stable');
    expect([status, error?.code]).toEqual([405, '25006']);
  });

  test('no answer has more than 1,000 rows', async () => {
    expect((await it.founder.from('many').select()).data).toHaveLength(1000);
    expect((await it.founder.rpc('read_many')).data).toHaveLength(1000);
  });
});

describe('claims', () => {
  const set = (name: string, value: string) =>
    it.sql.begin(async (sql) => {
      await sql`select set_config(${name}, ${value}, true)`;
      const [row] = await sql`select auth.uid() as uid, auth.role() as role, auth.email() as email`;
      return row;
    });
  const id = '11111111-1111-4111-8111-111111111111';

  test('auth.uid(), role() and email() read the claims as one JSON value', async () => {
    const claims = { sub: id, role: 'authenticated', email: 'a@example.com' };
    expect(await set('request.jwt.claims', JSON.stringify(claims))).toEqual({
      uid: id,
      role: 'authenticated',
      email: 'a@example.com',
    });
  });

  test('auth.uid(), role() and email() read single claims', async () => {
    expect(await set('request.jwt.claim.sub', id)).toMatchObject({ uid: id });
    expect(await set('request.jwt.claim.role', 'anon')).toMatchObject({ role: 'anon' });
    expect(await set('request.jwt.claim.email', 'a@b.c')).toMatchObject({ email: 'a@b.c' });
  });

  test('a request carries all of its claims into SQL', async () => {
    const { data } = await it.founder.auth.getUser();
    expect((await it.founder.rpc('who')).data).toMatchObject({
      uid: data.user?.id,
      email: 'founder@example.com',
      issuer: `${it.apiUrl}/auth/v1`,
    });
  });
});

describe('sessions', () => {
  const verify = async (token: string, options?: JWTVerifyOptions) => {
    const { keys } = JSON.parse(jsonWebKeySet(it.jwtSecret));
    const { kid } = decodeProtectedHeader(token);
    const key = keys.find((candidate: { kid: string }) => candidate.kid === kid);
    return jwtVerify(token, await importJWK(key), options);
  };

  test('a token verifies with the key set of the functions and has the claims of a hosted one', async () => {
    const { data } = await it.founder.auth.signInWithPassword({
      email: 'founder@example.com',
      password: 'correct horse',
    });
    const { payload } = await verify(data.session!.access_token, {
      issuer: `${it.apiUrl}/auth/v1`,
      audience: 'authenticated',
    });
    expect(payload).toMatchObject({
      sub: data.user?.id,
      role: 'authenticated',
      aal: 'aal1',
      is_anonymous: false,
      user_metadata: { account_name: 'Acme' },
      app_metadata: { provider: 'email' },
    });
  });

  test('a refreshed token is complete too, and getClaims accepts it', async () => {
    const { data } = await it.founder.auth.refreshSession();
    await verify(data.session!.access_token);
    expect((await it.founder.auth.getClaims()).data?.claims.email).toBe('founder@example.com');
  });
});

describe('doors', () => {
  test('the API port serves neither the server’s own pages nor Studio', async () => {
    for (const path of ['/', '/_system/info', '/_system/config', '/static/favicon.ico']) {
      expect((await fetch(it.apiUrl + path)).status).toBe(404);
    }
  });

  test('Studio answers its page, and never with the database’s URL', async () => {
    const page = await fetch(it.studioUrl);
    expect(page.headers.get('content-type')).toContain('text/html');
    const info = await (await fetch(`${it.studioUrl}/_system/info`)).text();
    expect(info).not.toContain('postgres://');
    expect(info).not.toContain(it.jwtSecret);
  });

  test('a page of another origin gets nothing from Studio’s port without a key', async () => {
    const response = await fetch(`${it.studioUrl}/rest/v1/notes`, {
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(response.status).toBe(401);
  });

  test('functions are answered with 503 and a problem while none is running', async () => {
    const response = await fetch(`${it.apiUrl}/functions/v1/ingest/identify`, { method: 'POST' });
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('retry-after')).toBe('1');
  });
});
