import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curl, sdk } from './code.ts';

test('the command sends the body as it was written, and takes the key from the environment', () => {
  const body = '{"email": "o\'brien@example.com", "name": "$(touch x) `y` \\"Z\\""}';
  const command = curl('/identify', body).replace(/^curl/, `printf '%s\\n'`);
  const env = { TINYCRM_URL: 'http://crm', TINYCRM_KEY: 'secret' };
  const args = execFileSync('sh', ['-c', command], { env, encoding: 'utf8' }).trim().split('\n');
  expect(args).toContain('http://crm/identify');
  expect(args).toContain('Authorization: Bearer secret');
  expect(args.at(-1)).toBe(body);
});

test('the SDK is called as it is typed, once for each call of a batch', () => {
  const email = 'alex@example.com';
  expect(sdk('/identify', JSON.stringify({ email, params: { plan: 'pro', 'a-b': 1 } }))).toContain(
    'await crm.identify({\n  email: "alex@example.com",\n  params: {\n    plan: "pro",\n    "a-b": 1\n  }\n});',
  );
  const calls = [
    { type: 'identify', email },
    { type: 'ping', email },
  ];
  expect(sdk('/batch', JSON.stringify({ calls }))).toMatch(
    /await crm\.identify\(\{[^]*\}\);\nawait crm\.ping\("alex@example\.com"\);$/,
  );
});

test('where the SDK does not send such a body, no code says that it does', () => {
  for (const body of ['', '[]', '{"email":"a@example.com","timestamp":"2026-01-01T00:00:00Z"}']) {
    expect(sdk('/ping', body)).toBe(null);
    expect(sdk('/identify', body)).toBe(null);
  }
  expect(sdk('/batch', '{"calls":[{"type":"delete"}]}')).toBe(null);
});
