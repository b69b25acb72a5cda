import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removePostgres } from './places.ts';
import { isAlive, readRunRecord, stopLeftovers } from './stale.ts';

const PREFIX = 'tinycrm-stack-';

/** An empty folder for a database that is thrown away, and its file for writeRunRecord. */
export function makeEphemeralFolder(): { path: string; runFile: string } {
  const path = mkdtempSync(join(tmpdir(), PREFIX));
  // Postgres may have to run as another user, who must be able to pass through.
  chmodSync(path, 0o711);
  return { path, runFile: runFileOf(path) };
}

export function removeEphemeralFolder(path: string): void {
  removePostgres(path);
  rmSync(path, { recursive: true, force: true });
}

/** Ends and deletes what our stacks that were killed before they could tidy up left behind. */
export async function sweepEphemeralFolders(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))) {
    const path = join(tmpdir(), name);
    if (statSync(path, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue;
    const record = readRunRecord(runFileOf(path));
    if (!record || isAlive(record.launcher)) continue;
    await stopLeftovers(record.children);
    try {
      removeEphemeralFolder(path);
    } catch {
      // Another stack that starts at this moment is deleting it too.
    }
  }
}

function runFileOf(path: string): string {
  return join(path, 'run.json');
}
