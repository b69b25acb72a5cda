import assert from 'node:assert/strict';
import { tlsOptions } from '../../_shared/database/url.ts';
import { openStore } from './open-store.ts';
import { assertProblem, createFunction } from '../testing/function.ts';

const call = { email: 'alex@example.com' };

function open(secrets: Record<string, string>) {
  const warnings: string[] = [];
  const store = openStore(
    (name) => secrets[name],
    (warning) => warnings.push(warning),
  );
  return { store, warnings };
}

Deno.test('INGEST_DB_URL is used without a word', () => {
  const { warnings } = open({
    INGEST_DB_URL: 'postgres://ingest:x@127.0.0.1/postgres',
    SUPABASE_DB_URL: 'postgres://postgres:x@127.0.0.1/postgres',
  });
  assert.deepEqual(warnings, []);
});

Deno.test('SUPABASE_DB_URL stands in, with one warning about its broader rights', () => {
  const { warnings } = open({
    INGEST_DB_URL: '',
    SUPABASE_DB_URL: 'postgres://postgres:hunter2@127.0.0.1/postgres',
  });
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /INGEST_DB_URL is not set.*more rights/);
  assert.doesNotMatch(warnings[0]!, /hunter2/);
});

Deno.test(
  'without a usable URL each write and health is a 503 that names the secret to set',
  async () => {
    for (const secrets of [
      {},
      { INGEST_DB_URL: 'postgres://ingest:a#b/c?d@127.0.0.1:x/postgres' },
    ]) {
      const { store, warnings } = open(secrets as Record<string, string>);
      assert.equal(warnings.length, 1);
      const { post, request } = createFunction(store);
      for (const response of [
        await post('/identify', call),
        await post('/ping', call),
        await post('/batch', { calls: [{ type: 'identify', ...call }] }),
        await request('/health'),
      ]) {
        assert.equal(response.headers.get('retry-after'), '60');
        const problem = await assertProblem(response, 503, 'not_configured');
        assert.match(problem.detail, /must set .*INGEST_DB_URL/);
      }
    }
  },
);

Deno.test('TLS to the database is left out by a secret alone, with a warning', () => {
  const read = (secrets: Record<string, string>) => {
    const warnings: string[] = [];
    const options = tlsOptions(
      (name) => secrets[name],
      (warning) => warnings.push(warning),
    );
    return { ...options, warn: warnings.join() };
  };
  assert.deepEqual(read({ DB_CA: 'pem' }), { ca: 'pem', isPlain: false, warn: '' });
  const { isPlain, warn } = read({ DB_TLS: 'off' });
  assert.equal(isPlain, true);
  assert.match(warn, /DB_TLS is off.*unencrypted/);
});
