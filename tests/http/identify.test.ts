import { TinyCRM } from 'tinycrm-sdk';
import { beforeAll, describe, expect, test } from 'vitest';
import * as founders from '../founder.ts';
import { createProject, signUp } from '../founder.ts';
import { ADDRESSES } from './addresses.ts';

describe.each(ADDRESSES)('%s', (_, open) => {
  let address: string;
  beforeAll(async () => void (address = await open()));
  const post = (route: string, apiKey: string, body: unknown) =>
    founders.post(route, apiKey, body, address);

  test('the same person in two projects is one customer with two badges', async () => {
    const founder = await signUp();
    const a = await createProject(founder, 'Product A');
    const b = await createProject(founder, 'Product B');

    const first = await post('/identify', a.apiKey, {
      email: 'Alex@Example.com',
      name: 'Alex',
      status: 'paid',
      params: { plan: 'pro', mrr: 29 },
    });
    const second = await post('/identify', b.apiKey, {
      email: ' alex@example.com ',
      status: 'free',
      params: { role: 'admin' },
    });
    expect([first.status, first.body]).toEqual([200, { created: true }]);
    expect([second.status, second.body]).toEqual([200, { created: true }]);

    const { data } = await founder.client
      .rpc('search_customers', { account_id: founder.accountId })
      .throwOnError();
    expect(data).toMatchObject([
      {
        email: 'alex@example.com',
        name: 'Alex',
        projects: [
          { project_id: a.id, status: 'paid', params: { plan: 'pro', mrr: 29 } },
          { project_id: b.id, status: 'free', params: { role: 'admin' } },
        ],
      },
    ]);
  });

  test('the SDK identifies and pings through the whole path', async () => {
    const founder = await signUp();
    const { id, apiKey } = await createProject(founder, 'Product A');
    const crm = new TinyCRM({ apiKey, baseUrl: address });

    await crm.identify({
      email: 'sam@example.com',
      status: 'trial',
      params: { plan: 'pro', seats: 3 },
    });
    await crm.identify({ email: 'sam@example.com', params: { seats: null, mrr: 9 } });
    const before = await activity();
    await crm.ping('Sam@example.com');
    const after = await activity();

    const { data } = await founder.client
      .from('customer_projects')
      .select('project_id, status, params')
      .throwOnError();
    expect(data).toEqual([{ project_id: id, status: 'trial', params: { plan: 'pro', mrr: 9 } }]);
    expect(after > before).toBe(true);

    async function activity() {
      const { data } = await founder.client
        .from('customer_activity')
        .select('last_activity_at')
        .single()
        .throwOnError();
      return data.last_activity_at;
    }
  });

  test('a name or a status of null or blank loses nobody and changes nothing', async () => {
    const founder = await signUp();
    const { apiKey } = await createProject(founder, 'Product A');
    const crm = new TinyCRM({ apiKey, baseUrl: address });

    await crm.identify({ email: 'a@sdk.example', name: null, status: 'trial' });
    await crm.identifyMany([
      { email: 'b@sdk.example', name: null, status: null },
      { email: 'c@sdk.example', name: 'Cy', status: 'paid' },
    ]);
    await crm.identifyMany([
      { email: 'c@sdk.example', name: null, status: null },
      { email: 'c@sdk.example', name: '' },
    ]);
    const blank = { email: 'c@sdk.example', name: ' ', status: '' };
    expect((await post('/identify', apiKey, blank)).status).toBe(200);

    const { data: names } = await founder.client
      .from('customers')
      .select('email, name')
      .order('email')
      .throwOnError();
    expect(names.map(({ name }) => name)).toEqual([null, null, 'Cy']);
    const { data: rows } = await founder.client
      .from('customer_projects')
      .select('status')
      .throwOnError();
    expect(rows.map(({ status }) => status).sort()).toEqual(['free', 'paid', 'trial']);
  });

  test('a ping for a stranger creates nobody and says so', async () => {
    const founder = await signUp();
    const { apiKey } = await createProject(founder, 'Product A');
    const answer = await post('/ping', apiKey, { email: 'nobody@example.com' });
    expect([answer.status, answer.body]).toEqual([200, { updated: false }]);
    const { count } = await founder.client
      .from('customers')
      .select('id', { count: 'exact', head: true });
    expect(count).toBe(0);
  });

  test('a batch writes its good calls and answers each bad one by index', async () => {
    const founder = await signUp();
    const { apiKey } = await createProject(founder, 'Product A');
    const answer = await post('/batch', apiKey, {
      calls: [
        { type: 'identify', email: 'one@example.com', status: 'paid' },
        { type: 'identify', email: 'not an email' },
        { type: 'ping', email: 'one@example.com' },
        { type: 'ping', email: 'nobody@example.com' },
      ],
    });
    expect(answer.status).toBe(207);
    expect(answer.body.results).toMatchObject([
      { index: 0, status: 200, created: true },
      { index: 1, status: 422, error: { errors: [{ pointer: expect.stringContaining('email') }] } },
      { index: 2, status: 200, updated: true },
      { index: 3, status: 200, updated: false },
    ]);
    const { data } = await founder.client.from('customers').select('email').throwOnError();
    expect(data).toEqual([{ email: 'one@example.com' }]);
  });

  test('params beyond 64 KB for one customer are refused and the stored ones stay', async () => {
    const founder = await signUp();
    const { apiKey } = await createProject(founder, 'Product A');
    const email = 'large@example.com';
    const half = (key: string) => ({
      email,
      params: { [key]: Array.from({ length: 4 }, () => 'x'.repeat(7000)) },
    });
    expect((await post('/identify', apiKey, half('a'))).status).toBe(200);
    expect((await post('/identify', apiKey, half('b'))).status).toBe(200);
    const refused = await post('/identify', apiKey, half('c'));
    expect(refused.status).toBe(422);
    expect(refused.body.code).toBe('params_too_large');
    const { data } = await founder.client.from('customer_projects').select('params').single();
    expect(Object.keys(data!.params as object)).toEqual(['a', 'b']);
  });
});
