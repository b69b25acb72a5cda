import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { createProject, post, signUp, type Founder } from '../../founder.ts';
import { dashboardApi } from '../addresses.ts';
import { ask, connectAssistant, createReadKey, MCP_URL, type Era } from './assistant.ts';

let founder: Founder;
let shiplog: { id: string; apiKey: string };

beforeAll(async () => {
  founder = await signUp();
  const inkwell = await createProject(founder, 'Inkwell');
  shiplog = await createProject(founder, 'Shiplog');
  const alex = { email: 'alex@example.com', status: 'paid' };
  for (const { apiKey } of [inkwell, shiplog]) await post('/identify', apiKey, alex);
  await post('/identify', inkwell.apiKey, { email: 'bea@example.com' });
});

const atDashboard = async () => (await dashboardApi()).replace(/\/v1$/, '/mcp');

describe.each<[string, () => Promise<string>]>([
  ['the Edge Function', async () => MCP_URL()],
  ['/mcp of the dashboard', atDashboard],
])('at %s', (_where, at) => {
  test.each<[Era, string]>([
    ['auto', '2026-07-28'],
    ['legacy', '2025-11-25'],
  ])('the official client of the era “%s” lists the tools and asks', async (era, version) => {
    const { read_key } = await createReadKey(founder);
    const client = await connectAssistant([read_key], era, await at());
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect(client.getInstructions()).toContain('third parties');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'list_products',
      'search_customers',
      'get_customer',
      'count_customers',
      'portfolio_overview',
      'product_overlap',
      'recent_changes',
      'run_view',
    ]);
    const { answer } = await ask(client, 'list_products');
    expect(answer.products).toMatchObject([
      { product: 'Inkwell', customers: { free: 1, paid: 1 } },
      { product: 'Shiplog', customers: { free: 0, paid: 1 } },
    ]);
    await client.close();
  });

  test('a client as plain as curl asks without any handshake', async () => {
    const { read_key } = await createReadKey(founder);
    const answer = await fetch(await at(), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${read_key}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({
        ...{ jsonrpc: '2.0', id: 7, method: 'tools/call' },
        params: { name: 'count_customers', arguments: {} },
      }),
    });
    expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    const [, data] = /^data: (.*)$/m.exec(await answer.text())!;
    const { id, result } = JSON.parse(data!);
    expect([id, result.structuredContent.count]).toEqual([7, 2]);
  });

  test('nothing is streamed: a GET is refused, and says with what to ask', async () => {
    const answer = await fetch(await at(), { headers: { accept: 'text/event-stream' } });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

test('a key that is limited to a product answers as if there were no other', async () => {
  const { read_key } = await createReadKey(founder, shiplog.id);
  const client = await connectAssistant([read_key]);
  expect((await ask(client, 'count_customers')).answer.count).toBe(1);
  const { answer } = await ask(client, 'search_customers');
  expect(answer.customers[0].products).toMatchObject([{ product: 'Shiplog' }]);
  const hidden = { field: 'product', operator: 'any_of', values: ['Inkwell'] };
  const refused = await ask(client, 'search_customers', { conditions: [hidden] });
  expect(refused.text).toMatch(/as JSON: \["Shiplog"\]$/);
});

test('a key that was revoked is refused at the next call, and that of a project always', async () => {
  const { id, read_key } = await createReadKey(founder);
  const client = await connectAssistant([read_key]);
  await ask(client, 'list_products');
  await founder.client.rpc('revoke_read_key', { key_id: id }).throwOnError();
  await expect(ask(client, 'list_products')).rejects.toThrow();
  await expect(connectAssistant([shiplog.apiKey])).rejects.toThrow();
});

test('the snippet of the documentation runs', async () => {
  const { read_key } = await createReadKey(founder);
  const page = readFileSync('docs/use/mcp.md', 'utf8');
  const [, code] = /```js\n(.*?)```/s.exec(page)!;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', code!],
    { env: { ...process.env, TINYCRM_MCP_URL: await atDashboard(), TINYCRM_READ_KEY: read_key } },
  );
  expect(stdout.trim()).toBe('1 people pay');
});
