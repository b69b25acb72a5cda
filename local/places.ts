import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { postgresFolder } from './binaries.ts';
import { Failure, hasCode } from './failure.ts';
import { projectRoot } from './project.ts';
import { canReach, unprivilegedUser, type Unprivileged } from './unprivileged.ts';

/** The folders of the Postgres programs and of its data, and the user who runs it. */
export interface PostgresPlace {
  programs: string;
  data: string;
  runAs?: Unprivileged;
}

/** Used only by root, when the clone lies where no other user can go, such as /root. */
const SHARED_FOLDER = '/var/lib/tinycrm';

/**
 * The place for a database inside `folder`. A root user whose folder is closed to everybody else
 * gets a copy of the programs and the data under /var/lib/tinycrm, and `folder` then holds a file
 * `postgres.location` that says where.
 */
export function placePostgres(folder: string): PostgresPlace {
  const data = postgresData(folder);
  const moved = existsSync(locationFile(folder));
  const runAs = unprivilegedUser(data);
  if (!runAs) return { programs: postgresFolder(), data };

  const programs = reachablePrograms(postgresFolder(), runAs);
  if (moved || canReach(folder, runAs)) return { programs, data, runAs };

  const home = makeFolder(join(SHARED_FOLDER, `${basename(projectRoot)}-${hash(folder)}`));
  writeFileSync(locationFile(folder), join(home, 'postgres') + '\n');
  return { programs, data: join(home, 'postgres'), runAs };
}

/** The folder in which the database of `folder` is, or will be. */
export function postgresData(folder: string): string {
  const location = locationFile(folder);
  return existsSync(location) ? readFileSync(location, 'utf8').trim() : join(folder, 'postgres');
}

/** Deletes the database of `folder`, wherever it is. */
export function removePostgres(folder: string): void {
  const data = postgresData(folder);
  rmSync(data, { recursive: true, force: true });
  if (!existsSync(locationFile(folder))) return;
  rmSync(dirname(data), { recursive: true, force: true });
  rmSync(locationFile(folder));
}

/** Makes the data folder, owned by whoever runs Postgres and closed to everybody else. */
export function makeDataFolder({ data, runAs }: PostgresPlace): void {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (runAs) chownSync(data, runAs.uid, runAs.gid);
}

/** Makes a folder that we can write to. Throws a Failure that names it otherwise. */
export function makeFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST')) throw error;
    throw new Failure(
      `TinyCRM cannot write to ${existsSync(folder) ? folder : dirname(folder)} ` +
        `(${(error as NodeJS.ErrnoException).code}): make it writable for your user, or clone ` +
        'TinyCRM into a folder that is.',
    );
  }
}

/** The programs where they are, or a copy of them that `user` may run. */
function reachablePrograms(programs: string, user: Unprivileged): string {
  const canRun = (folder: string) => canReach(join(folder, 'bin', 'postgres'), user);
  if (canRun(programs)) return programs;

  // An extension added to the programs changes the name, so that the copy is never out of date.
  const added = statSync(join(programs, 'share', 'postgresql', 'extension')).mtimeMs;
  const copy = join(makeFolder(SHARED_FOLDER), `programs-${hash(`${programs} ${added}`)}`);
  if (!existsSync(copy)) copyForAll(programs, copy);
  if (canRun(copy)) return copy;
  throw new Failure(
    `Postgres does not run as root, and no other user can run it from ${programs} or ${copy}: ` +
      'clone TinyCRM outside of your home, for example into /srv, or start it as a normal user.',
  );
}

function copyForAll(from: string, to: string): void {
  const partial = `${to}.${process.pid}`;
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  openForAll(partial);
  try {
    renameSync(partial, to);
  } catch (error) {
    // Another start made the same copy in the meantime.
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    rmSync(partial, { recursive: true });
  }
}

function openForAll(path: string): void {
  const { mode } = lstatSync(path);
  if (lstatSync(path).isSymbolicLink()) return;
  const isFolder = lstatSync(path).isDirectory();
  chmodSync(path, mode | (isFolder || mode & 0o100 ? 0o755 : 0o444));
  if (isFolder) for (const name of readdirSync(path)) openForAll(join(path, name));
}

function locationFile(folder: string): string {
  return join(folder, 'postgres.location');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
