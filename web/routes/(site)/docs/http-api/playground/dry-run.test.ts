import { expect, test } from 'vitest';
import {
  createFunction,
  MemoryStore,
  NOW,
} from '../../../../../../supabase/functions/ingest/testing/function.ts';
import { OF_PRODUCTS, openapi } from '../api.server.ts';
import { DryRun } from './dry-run.ts';

const email = 'alex@example.com';
const identify = { type: 'identify', email };
const ping = { type: 'ping', email };

const BODIES: [path: string, body: unknown][] = [
  ...Object.entries(openapi().paths).flatMap(([path, { post }]): [string, unknown][] =>
    post && OF_PRODUCTS.has(path)
      ? [[path, post.requestBody!.content['application/json']!.example]]
      : [],
  ),
  ['/identify', { email, status: 'gold', planet: 1 }],
  ['/identify', { email: ' Alex@EXAMPLE.com ' }],
  ['/identify', { email, params: { 'a\\b': 1, ok: 'x' } }],
  ['/identify', '{"email": "a@example.com", "params": {"big": 1e400, "__proto__": 1}}'],
  ['/identify', { email, age: 1, timestamp: '2026-05-01T00:00:00Z' }],
  ['/identify', { email, timestamp: '2026-06-02T12:00:00Z' }],
  ['/identify', { email, params: { text: 'x'.repeat(40_000) } }],
  ['/identify', ''],
  ['/identify', '{"email":'],
  ['/identify', '[]'],
  ['/ping', { email: 'nobody@example.com' }],
  ['/ping', { email, status: 'paid' }],
  ['/batch', { calls: [ping, identify, identify] }],
  ['/batch', { calls: [identify, { type: 'delete', email }, { ...ping, email: '' }] }],
  ['/batch', { calls: [{ ...ping, email: '' }] }],
  ['/batch', { calls: [{ ...identify, params: { text: ['x', 'x'.repeat(8000)], n: 1 } }] }],
  [
    '/batch',
    { calls: [{ ...identify, params: { texts: Array(6).fill('x'.repeat(8000)) } }, ping] },
  ],
  ['/batch', { calls: [] }],
  ['/batch', { calls: Array(501).fill(ping) }],
  ['/batch', { calls: [], more: 1 }],
  ['/batch', ' '.repeat(513_000)],
];

test('the playground answers every body as the function does', async () => {
  const seen = new Set<string>();
  const store = new MemoryStore();
  store.identifyOutcome = (call) => {
    const known = seen.has(call.email);
    seen.add(call.email);
    return known ? 'updated' : 'created';
  };
  store.pingOutcome = (call) => (seen.has(call.email) ? 'updated' : 'unknown');
  const { post } = createFunction(store);
  const dry = new DryRun(() => NOW);
  const statuses = new Set<number>();
  for (const [path, body] of BODIES) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await post(path, text);
    const real = await response.json();
    const answer = dry.answer(path, text);
    const shown = JSON.parse(JSON.stringify(answer.body));
    if (real.request_id) shown.request_id = real.request_id;
    const title = `${path} ${text.slice(0, 80)}`;
    expect
      .soft([answer.status, answer.type], title)
      .toEqual([response.status, response.headers.get('content-type')]);
    expect.soft(shown, title).toEqual(real);
    statuses.add(answer.status);
  }
  expect([...statuses].toSorted()).toEqual([200, 207, 400, 413, 422]);
});
