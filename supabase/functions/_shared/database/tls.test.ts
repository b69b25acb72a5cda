import assert from 'node:assert/strict';
import { openDatabasePool } from './pool.ts';
import { databaseTls, hostOf, tlsAdvice, tlsFailure } from './tls.ts';
import { serverWithoutTls } from '../testing/network.ts';

Deno.test('a connection is encrypted and verified unless it stays on this machine', () => {
  for (const host of ['db.example.com', '10.0.0.5', '[2001:db8::1]', '0.0.0.0', 'localhost.evil']) {
    for (const end of ['', '?sslmode=disable', '?ssl=false', '?sslmode=no-verify']) {
      const url = `postgres://ingest:x@${host}:6543/postgres${end}`;
      assert.deepEqual(databaseTls(url), { host: hostOf(url), rejectUnauthorized: true });
    }
  }
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '[::1]', '%2Fvar%2Frun']) {
    assert.equal(databaseTls(`postgres://ingest:x@${host}/postgres`), false);
  }
});

Deno.test('on this machine too a URL can demand TLS', () => {
  for (const mode of ['require', 'verify-ca', 'verify-full']) {
    const tls = databaseTls(`postgres://127.0.0.1/postgres?sslmode=${mode}`);
    assert.equal(tls && tls.rejectUnauthorized, true);
  }
});

Deno.test('a root certificate may be written in one line', () => {
  const tls = databaseTls('postgres://db/postgres', 'a\\nb');
  assert.equal(tls && tls.ca, 'a\nb');
});

Deno.test(
  'a certificate that is not trusted says what to do, with the host and no password',
  () => {
    const url = 'postgres://ingest:hunter2@db.example.com/postgres';
    for (const error of [
      { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
      { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      { code: 'CERT_HAS_EXPIRED' },
      { message: 'invalid peer certificate: UnknownIssuer' },
    ]) {
      assert.equal(tlsFailure(error), 'certificate_unverified');
    }
    const advice = tlsAdvice('certificate_unverified', url, 'set DB_CA');
    assert.match(advice, /db\.example\.com.*root certificate.*set DB_CA/);
    assert.doesNotMatch(advice, /hunter2/);
    assert.equal(tlsFailure({ code: 'ECONNREFUSED' }), undefined);
  },
);

Deno.test({
  name: 'a database without TLS that is not on this machine is sent nothing, and the operator is told',
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const server = serverWithoutTls();
    const warnings: string[] = [];
    // An address that leads here and is not one of the loopback.
    const pool = openDatabasePool(
      `postgres://ingest:hunter2@0.0.0.0:${server.port}/postgres?sslmode=disable`,
      { deadlineMs: 2_000, warn: (warning) => warnings.push(warning) },
    );
    for (let i = 0; i < 2; i++) {
      await assert.rejects(pool.ask('select 1'), { reason: 'tls_unavailable' });
    }
    await pool.close();
    server.close();
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /0\.0\.0\.0.*no connections with TLS/);
    // The eight bytes that ask for TLS, and no user, password or statement.
    for (const bytes of server.received) assert.equal(bytes.length, 8);
    assert.ok(server.received.length >= 2);
  },
});
