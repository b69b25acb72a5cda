import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from './child.ts';
import { makeDataFolder, type PostgresPlace } from './places.ts';
import type { Processes } from './processes.ts';

/** The cluster's superuser. As on hosted Supabase it is not `postgres`, which has fewer rights. */
export const SUPERUSER = 'supabase_admin';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // TCP only: a socket file's path may not be longer than 107 bytes.
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '256MB',
  // As hosted. After each checkpoint the first write to a page logs the whole page.
  max_wal_size: '4GB',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  jit: 'off',
};

/** For data that is thrown away: a crash may lose it all. */
const FAST_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};
/** Stated although they are the defaults: the acknowledgment of a write depends on them. */
const DURABLE_SETTINGS = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/** Which rules order texts: those of C, which are the fastest, or those of hosted Supabase. */
export type Collation = 'builtin' | 'icu';

const COLLATIONS: Record<Collation, string[]> = {
  builtin: ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  icu: ['--locale-provider=icu', '--icu-locale=en-US'],
};

/** Makes an empty cluster, unless there is one. */
export async function initialisePostgres(
  processes: Processes,
  place: PostgresPlace,
  superuserPassword: string,
  collation: Collation = 'builtin',
): Promise<void> {
  if (existsSync(join(place.data, 'PG_VERSION'))) return;
  // What an interrupted initdb left is of no use, and initdb refuses a folder that is not empty.
  rmSync(place.data, { recursive: true, force: true });
  makeDataFolder(place);
  const passwordFile = `${place.data}.password`;
  writeFileSync(passwordFile, superuserPassword + '\n', { mode: 0o600 });
  if (place.runAs) chownSync(passwordFile, place.runAs.uid, place.runAs.gid);
  try {
    await processes.run({
      name: 'initdb',
      command: join(place.programs, 'bin', 'initdb'),
      args: [
        `--pgdata=${place.data}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        ...COLLATIONS[collation],
        '--locale=C',
        '--no-sync',
        '--no-instructions',
      ],
      ...place.runAs,
      cwd: place.data,
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
  } catch (error) {
    rmSync(place.data, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Starts the server and resolves when it takes connections. */
export async function startPostgres(
  processes: Processes,
  place: PostgresPlace,
  options: { port: number; durable: boolean },
): Promise<Child> {
  const settings = { ...SETTINGS, ...(options.durable ? DURABLE_SETTINGS : FAST_SETTINGS) };
  const child = await processes.launch({
    name: 'Postgres',
    command: join(place.programs, 'bin', 'postgres'),
    args: [
      ...['-D', place.data, '-p', String(options.port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    ...place.runAs,
    cwd: place.data,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    // Ends the sessions and writes a checkpoint; SIGTERM would wait for clients to leave.
    stopSignal: 'SIGINT',
  });
  await child.waitFor(/ready to accept (read-only )?connections/);
  return child;
}
