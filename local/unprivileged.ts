import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { Failure } from './failure.ts';

/** The system user that Postgres runs as when we are root, because Postgres refuses root. */
export interface Unprivileged {
  uid: number;
  gid: number;
}

/**
 * Undefined when we are not root. As root: the owner of the existing data folder, else the user
 * `postgres`, else `nobody`, so that nothing has to be added to the system.
 */
export function unprivilegedUser(dataFolder: string): Unprivileged | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(dataFolder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const uid = id('-u', name);
    const gid = id('-g', name);
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  throw new Failure(
    'Postgres does not run as root and this system has neither a user "postgres" nor "nobody": ' +
      'start TinyCRM as a normal user.',
  );
}

/** True if that user can enter a folder, or run a file, as it lies on the disk now. */
export function canReach(path: string, user: Unprivileged): boolean {
  const { uid, gid } = user;
  const test = spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], {
    uid,
    gid,
    cwd: '/',
  });
  return test.status === 0;
}

function id(option: '-u' | '-g', name: string): number {
  const result = spawnSync('id', [option, name], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout) : -1;
}
