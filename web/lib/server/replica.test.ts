import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const API = 'https://crm.example.test';
const REPLICA = 'https://replica.example.test';
const env = vi.hoisted(() => ({}) as Record<string, string>);
vi.mock('$env/dynamic/private', () => ({ env }));
vi.mock('$env/dynamic/public', () => ({
  env: { PUBLIC_SUPABASE_URL: 'https://crm.example.test' },
}));

const { noteWrite, readFromReplica } = await import('./replica.ts');

const cookies = new Map<string, string>();
const event = {
  cookies: {
    get: (name: string) => cookies.get(name),
    set: (name: string, value: string) => cookies.set(name, value),
  },
  request: new Request(API),
  url: new URL(API),
} as never;
let answer: () => Response | Promise<Response>;
let asked: string[];
beforeEach(() => {
  cookies.clear();
  env.SUPABASE_REPLICA_URL = `${REPLICA}/`;
  asked = [];
  answer = () => new Response();
  vi.stubGlobal('fetch', async (input: URL, init: RequestInit) => {
    asked.push(`${init.method} ${input.href.replace(REPLICA, 'replica ')}`);
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

const ask = async (path: string, method = 'GET', body?: object) => {
  const primary = (input: unknown) => {
    asked.push(`primary ${String(input).replace(API, '')}`);
    return Promise.resolve(new Response());
  };
  await readFromReplica(event, primary as typeof fetch)(API + path, {
    method,
    body: body && JSON.stringify(body),
  });
  return asked.splice(0).join(', ');
};

test('tables and functions that only read are read from the replica, and nothing is written there', async () => {
  expect(await ask('/rest/v1/members?select=role')).toBe(
    'GET replica /rest/v1/members?select=role',
  );
  expect(await ask('/rest/v1/rpc/search_customers', 'POST')).toBe(
    'POST replica /rest/v1/rpc/search_customers',
  );
  expect(await ask('/rest/v1/rpc/add_note', 'POST')).toBe('primary /rest/v1/rpc/add_note');
  // It waits for the first call, and says why others were refused, which a replica does not know.
  expect(await ask('/rest/v1/rpc/recent_calls', 'POST')).toBe('primary /rest/v1/rpc/recent_calls');
  expect(await ask('/rest/v1/customers', 'DELETE')).toBe('primary /rest/v1/customers');
  expect(await ask('/auth/v1/user')).toBe('primary /auth/v1/user');
});

test('the overview is read as what writes nothing, and counted anew by the primary', async () => {
  const args = { account_id: 'a', days: 30, mrr_param: null, anew: false };
  expect(await ask('/rest/v1/rpc/overview', 'POST', args)).toBe(
    'GET replica /rest/v1/rpc/overview?account_id=a&days=30&anew=false',
  );
  expect(await ask('/rest/v1/rpc/overview', 'POST', { ...args, anew: true })).toBe(
    'primary /rest/v1/rpc/overview',
  );
});

test('whoever wrote a moment ago reads what they wrote', async () => {
  noteWrite(event);
  expect(await ask('/rest/v1/members')).toBe('primary /rest/v1/members');
});

test.each([
  ['is away', () => Promise.reject(new TypeError('fetch failed'))],
  ['does not answer', () => new Response(null, { status: 503 })],
  [
    'stops for what comes from the primary',
    () => Response.json({ code: '40001' }, { status: 500 }),
  ],
])('while the replica %s the primary answers', async (_, how) => {
  answer = how;
  expect(await ask('/rest/v1/members')).toBe(
    'GET replica /rest/v1/members, primary /rest/v1/members',
  );
});

test('what the replica refuses is not asked again', async () => {
  answer = () => Response.json({ code: '57014' }, { status: 500 });
  expect(await ask('/rest/v1/members')).toBe('GET replica /rest/v1/members');
});

test('without a replica nothing changes', async () => {
  env.SUPABASE_REPLICA_URL = '';
  noteWrite(event);
  expect(cookies.size).toBe(0);
  expect(await ask('/rest/v1/members')).toBe('primary /rest/v1/members');
});
