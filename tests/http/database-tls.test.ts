import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { checkMigrations } from '../../deploy/check-database.ts';
import { readSettings } from '../../deploy/settings.ts';
import { denoExecutable, hostedDenoExecutable } from '../../local/binaries.ts';
import { startFunction } from '../../local/functions.ts';
import { generateKeys } from '../../local/keys.ts';
import { Processes } from '../../local/processes.ts';
import { makeRoot, makeServerCertificate } from '../../local/certificates.ts';
import { createTenants } from '../soak/tenants.ts';
import { stack } from '../stack.ts';
import { startTlsStack, type TlsStack } from '../tls-stack.ts';

const root = makeRoot();
let database: TlsStack;
let folder: string;
let processes: Processes | undefined;
let log: string[];
/** A line can come after the answer that it is about. */
const logged = (pattern: RegExp) => vi.waitFor(() => expect(log.join('\n')).toMatch(pattern));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tinycrm-tls-'));
  await writeFile(join(folder, 'root.crt'), root.certificate);
  database = await startTlsStack(root);
});
afterAll(async () => {
  await database?.stop();
  await rm(folder, { recursive: true });
});
afterEach(() => processes?.stopAll());

/** What every function is served with, its log kept in `log`. */
function options(deno: string, secrets: Record<string, string>) {
  log = [];
  processes = new Processes({
    log: (_, line) => log.push(line),
    onCrash: (crash) => log.push(String(crash)),
  });
  const roleUrl = `${database.ingestDbUrl}?sslmode=verify-full`;
  const cacheFolder = join(folder, 'deno');
  const common = { apiUrl: database.apiUrl, databaseUrl: '', keys: generateKeys(), watch: false };
  return { ...common, cacheFolder, deno, settings: secrets, roleUrl };
}

async function serveIngest(deno: string, secrets: Record<string, string>): Promise<string> {
  const served = options(deno, secrets);
  return `${(await startFunction(processes!, 'ingest', served)).url}/ingest`;
}

const denos = { 'our Deno': denoExecutable(), "hosted Supabase's Deno": hostedDenoExecutable() };
for (const [name, deno] of Object.entries(denos)) {
  describe.skipIf(!deno)(`on ${name}`, () => {
    test('ingest writes calls through TLS to a database that demands it', async () => {
      const [tenant] = await createTenants(database.admin, 1, 1);
      const url = await serveIngest(deno!, { DB_CA: root.certificate });
      const answer = await fetch(`${url}/identify`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${tenant!.projects[0]!.apiKey}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ email: 'ana@example.com' }),
      });
      expect(answer.status, log.join('\n')).toBe(200);
    });

    test('a certificate of an unknown root is refused, and the log says what to do', async () => {
      const url = await serveIngest(deno!, {});
      expect((await fetch(`${url}/health`)).status).toBe(503);
      await logged(/certificate of 127\.0\.0\.1.*the secret DB_CA/);
      await logged(/"reason":"certificate_unverified"/);
    });

    test('a certificate for another host is refused', async () => {
      await database.present(makeServerCertificate(root, '127.0.0.9'));
      try {
        const url = await serveIngest(deno!, { DB_CA: root.certificate });
        expect((await fetch(`${url}/health`)).status).toBe(503);
        await logged(/"reason":"certificate_unverified"/);
      } finally {
        await database.present(makeServerCertificate(root, '127.0.0.1'));
      }
    });

    test('receive reaches a database that demands TLS', async () => {
      const served = options(deno!, { DB_CA: root.certificate });
      const { url } = await startFunction(processes!, 'receive', served);
      const answer = await fetch(`${url}/receive/${crypto.randomUUID()}`, {
        method: 'POST',
        body: '{}',
      });
      expect(answer.status, log.join('\n')).toBe(404);
    });
  });
}

/** Runs a program of this repository and resolves with its exit code and what it said. */
function run(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, args, { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, said: stdout + stderr }),
    );
  });
}

const trusted = () => ({ NODE_EXTRA_CA_CERTS: join(folder, 'root.crt') });
const verified = () => `${database.dbUrl}?sslmode=verify-full`;
const WHAT_TO_DO = /certificate of 127\.0\.0\.1.*NODE_EXTRA_CA_CERTS/;

test('a backup is taken through TLS, from a database whose certificate is verified', async () => {
  const dump = ['local/run.mjs', '../backup/run.ts', 'dump', verified(), join(folder, 'backup')];
  const refused = await run(dump);
  expect(refused.code).toBe(1);
  expect(refused.said).toMatch(WHAT_TO_DO);
  expect(await run(dump, trusted())).toMatchObject({
    code: 0,
    said: expect.stringContaining('Dumped'),
  });
});

test('an import reads through TLS, from a database whose certificate is verified', async () => {
  const cli = join(folder, 'cli.mjs');
  await run(['importer/build.mjs', cli]);
  const args = [cli, verified(), '--table', 'auth.users', '--dry-run'];
  expect((await run(args)).said).toMatch(WHAT_TO_DO);
  expect(await run(args, trusted())).toMatchObject({ code: 0 });
});

test('deploy:check says what to do about a certificate that is not trusted', async () => {
  await expect(checkMigrations(readSettings({ DB_URL: verified() }))).rejects.toThrow(WHAT_TO_DO);
});

test('a database elsewhere that has no TLS is told apart, whatever its URL says', async () => {
  // An address that leads here and is not one of the loopback.
  const DB_URL = `${stack().dbUrl.replace('127.0.0.1', '0.0.0.0')}?sslmode=disable`;
  await expect(checkMigrations(readSettings({ DB_URL }))).rejects.toThrow(
    /0\.0\.0\.0 takes no connections with TLS/,
  );
});
