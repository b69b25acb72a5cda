import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startApi } from './api.ts';
import { bootstrap, type DefaultPrivileges } from './bootstrap.ts';
import { makeEphemeralFolder, removeEphemeralFolder } from './ephemeral-folder.ts';
import { hasCode } from './failure.ts';
import { generateKeys, loadPrivateJson, savePrivateJson, type Keys } from './keys.ts';
import { migrate } from './migrate.ts';
import { makeFolder, placePostgres } from './places.ts';
import { freePort } from './ports.ts';
import { initialisePostgres, startPostgres, SUPERUSER, type Collation } from './postgres.ts';
import { Processes } from './processes.ts';
import { projectRoot } from './project.ts';
import { writeRunRecord } from './stale.ts';

interface Kind {
  defaultPrivileges: DefaultPrivileges;
  collation: Collation;
}

const cache = join(projectRoot, 'node_modules', '.cache', 'tinycrm-template');

/**
 * Puts a database with all migrations into `folder`, and returns its keys. It is a copy of one that is made
 * once for the texts it comes from: making one takes five seconds of processor time, and the tests start some
 * twenty backends.
 */
export async function copyTemplate(folder: string, kind: Kind): Promise<Keys> {
  const name = `${kind.defaultPrivileges}-${kind.collation}`;
  const template = join(makeFolder(cache), `${name}-${hashOfTexts()}`);
  if (!existsSync(template)) {
    // What other texts made is of no use any more.
    for (const old of readdirSync(cache).filter(
      (one) => /^\w+-\w+-\w+$/.test(one) && one.startsWith(name),
    )) {
      rmSync(join(cache, old), { recursive: true, force: true });
    }
    await makeTemplate(template, kind);
  }
  copy(join(template, 'postgres'), placePostgres(folder).data);
  return loadPrivateJson<Keys>(join(template, 'keys.json'))!;
}

async function makeTemplate(template: string, kind: Kind): Promise<void> {
  const { path, runFile } = makeEphemeralFolder();
  const keys = generateKeys();
  const processes = new Processes({
    log() {},
    onCrash() {},
    onChange: () => writeRunRecord(runFile, processes.children),
  });
  const place = placePostgres(path);
  try {
    await fill(processes, place, keys, kind);
    await processes.stopAll();
    const partial = `${template}.${process.pid}`;
    copy(place.data, join(makeFolder(partial), 'postgres'));
    savePrivateJson(join(partial, 'keys.json'), keys);
    rename(partial, template);
  } finally {
    await processes.stopAll();
    removeEphemeralFolder(path);
  }
}

async function fill(
  processes: Processes,
  place: ReturnType<typeof placePostgres>,
  keys: Keys,
  { defaultPrivileges, collation }: Kind,
): Promise<void> {
  const port = await freePort();
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/postgres`;
  const adminUrl = url(SUPERUSER, keys.adminPassword);
  await initialisePostgres(processes, place, keys.adminPassword, collation);
  await startPostgres(processes, place, { port, durable: false });
  await bootstrap(adminUrl, keys, defaultPrivileges);
  // Makes the tables of Auth, which the migrations build on.
  const api = await startApi({
    databaseUrl: url('supabase_auth_admin', keys.apiPassword),
    adminUrl,
    apiUrl: 'http://127.0.0.1',
    siteUrl: 'http://127.0.0.1',
    keys,
  });
  await api.close();
  await migrate(processes, url('postgres', keys.ownerPassword));
}

/** Everything that the database is made of. */
function hashOfTexts(): string {
  const migrations = join(projectRoot, 'supabase', 'migrations');
  const files = [
    ...readdirSync(migrations)
      .sort()
      .map((name) => join(migrations, name)),
    join(projectRoot, 'package-lock.json'),
    ...['api.ts', 'bootstrap.sql', 'bootstrap.ts', 'postgres.ts', 'template.ts'].map((name) =>
      join(projectRoot, 'local', name),
    ),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

/** With owners, as root lends the files to the user who runs Postgres. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-Rp', from, to]);
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another start made the same one in the meantime.
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    rmSync(from, { recursive: true });
  }
}
