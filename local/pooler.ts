import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import postgres from 'postgres';
import { poolerExecutable } from './binaries.ts';
import { makeRoot, makeServerCertificate } from './certificates.ts';
import { Failure } from './failure.ts';
import { randomSecret } from './keys.ts';
import type { PostgresPlace } from './places.ts';
import { freePort } from './ports.ts';
import type { Processes } from './processes.ts';

/** As on hosted Supabase, whose dedicated pooler logs in as this role, with the clients of its smallest machine. */
const USER = 'pgbouncer';
const CLIENTS = 200;
const CONNECTIONS = 15;
/** Who may come by way of it: the roles of the Edge Functions. */
const ROLES = ['ingest', 'reader', 'billing'];

export interface Pooler {
  port: number;
  /** The root, in PEM, that its certificate is signed with. */
  ca: string;
  /** Its own console, which knows `show clients`. With TLS, like all of it. */
  consoleUrl: string;
}

/** The URL of a database by way of the pooler that `port` leads to. */
export function throughPooler(url: string, port: number): string {
  const through = new URL(url);
  through.port = String(port);
  through.searchParams.set('sslmode', 'verify-full');
  return through.href;
}

/**
 * Starts pgbouncer in transaction mode before a Postgres. It takes connections with TLS alone, and
 * asks the database who may log in. Throws a Failure where pgbouncer is not installed.
 */
export async function startPooler(
  processes: Processes,
  place: PostgresPlace,
  { databasePort, adminUrl }: { databasePort: number; adminUrl: string },
): Promise<Pooler> {
  const command = poolerExecutable();
  if (!command) {
    throw new Failure('pgbouncer is not installed: get it with apt install pgbouncer, or another.');
  }
  const password = randomSecret();
  await letIn(adminUrl, password);

  const root = makeRoot();
  const server = makeServerCertificate(root, '127.0.0.1');
  const port = await freePort();
  // Beside the data, where whoever runs Postgres can read it.
  const folder = join(dirname(place.data), 'pooler');
  mkdirSync(folder, { mode: 0o700 });
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    if (place.runAs) chownSync(file, place.runAs.uid, place.runAs.gid);
    return file;
  };
  if (place.runAs) chownSync(folder, place.runAs.uid, place.runAs.gid);
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    pool_mode: 'transaction',
    // Each transaction of a client on another connection than the last, if it can be.
    server_round_robin: 1,
    max_client_conn: CLIENTS,
    default_pool_size: CONNECTIONS,
    // After a login that was cut off in the middle it would let nobody in for 15 s.
    server_login_retry: 1,
    auth_type: 'scram-sha-256',
    auth_file: write('users', `"${USER}" "${password}"\n`),
    auth_query: 'select username, password from pgbouncer.get_auth($1)',
    admin_users: USER,
    client_tls_sslmode: 'require',
    client_tls_cert_file: write('server.crt', server.certificate),
    client_tls_key_file: write('server.key', server.key),
    log_connections: 0,
    log_disconnections: 0,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const database = `postgres = host=127.0.0.1 port=${databasePort} auth_user=${USER}`;
  const ready = /process up/;
  const child = await processes.launch({
    name: 'Pooler',
    command,
    args: [
      write('settings.ini', ['[databases]', database, '[pgbouncer]', ...lines, ''].join('\n')),
    ],
    ...place.runAs,
    cwd: folder,
    env: { PATH: process.env.PATH },
    ready,
  });
  await child.waitFor(ready);
  return {
    port,
    ca: root.certificate,
    consoleUrl: throughPooler(`postgres://${USER}:${password}@127.0.0.1/pgbouncer`, port),
  };
}

/** Makes the role that the pooler looks passwords up with, as hosted Supabase has it. */
async function letIn(adminUrl: string, password: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice() {} });
  try {
    await admin
      .unsafe(
        `create role ${USER} login password '${password}';
        create schema ${USER} authorization ${USER};
        create function ${USER}.get_auth(name text) returns table (username text, password text)
        language sql stable security definer set search_path = '' as $$
          select rolname::text, rolpassword from pg_catalog.pg_authid
          where rolname = get_auth.name and rolname = any ('{${ROLES}}')
        $$;
        revoke execute on function ${USER}.get_auth(text) from public;
        grant execute on function ${USER}.get_auth(text) to ${USER};`,
      )
      .simple();
  } finally {
    await admin.end();
  }
}
