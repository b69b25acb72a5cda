import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { loadKeys, type Keys } from './keys.ts';
import { makeFolder, postgresData, removePostgres } from './places.ts';
import { clearPostmasterLock, isAlive, readRunRecord, stopLeftovers } from './stale.ts';

/** The folder of the database that stays, and the files in it. */
export interface DataFolder {
  path: string;
  keys: Keys;
  demoFile: string;
  runFile: string;
  logFile: string;
}

/**
 * Opens the folder for this run: ends what an earlier run that was killed left behind, and starts
 * empty when asked to. Throws a Failure when it is in use or cannot be written.
 */
export async function openDataFolder(path: string, fresh: boolean): Promise<DataFolder> {
  makeFolder(path);
  const runFile = join(path, 'run.json');
  const demoFile = join(path, 'demo.json');
  const keysFile = join(path, 'keys.json');

  const earlier = readRunRecord(runFile);
  if (earlier && isAlive(earlier.launcher)) {
    throw new Failure(
      `TinyCRM is already running from this folder (process ${earlier.launcher.pid}): ` +
        'use that one, or stop it with Ctrl-C where it runs.',
    );
  }
  if (earlier) await stopLeftovers(earlier.children);
  const data = postgresData(path);
  await clearPostmasterLock(data);

  if (fresh) {
    removePostgres(path);
    for (const old of [keysFile, demoFile]) rmSync(old, { force: true });
  }
  if (!existsSync(keysFile) && existsSync(join(data, 'PG_VERSION'))) {
    throw new Failure(
      `The database in ${data} can’t be opened because ${keysFile} is missing: put it back, or ` +
        'delete the database and start empty with npm start -- --fresh.',
    );
  }
  const logFile = join(path, 'tinycrm.log');
  return { path, keys: loadKeys(keysFile), demoFile, runFile, logFile };
}
