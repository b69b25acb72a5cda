import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The programs that run on a data folder: written while they run, so that a later start can tidy up. */
export interface RunRecord {
  launcher: Running;
  children: Running[];
}

interface Running {
  name: string;
  pid: number;
  /** The command line when it was recorded: a process id alone may since belong to another program. */
  command: string;
}

export function writeRunRecord(file: string, children: { name: string; pid: number }[]): void {
  const describe = (name: string, pid: number) => ({ name, pid, command: commandOf(pid) });
  const record: RunRecord = {
    launcher: describe('launcher', process.pid),
    children: children.map(({ name, pid }) => describe(name, pid)),
  };
  writeFileSync(file, JSON.stringify(record));
}

/** The record of an earlier run, or undefined when there is none that can be read. */
export function readRunRecord(file: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

/** True if exactly this program, and not another with its old process id, still runs. */
export function isAlive({ pid, command }: Running): boolean {
  return command !== '' && commandOf(pid) === command;
}

/**
 * Ends what a launcher that was killed left running, and returns the names of what it ended:
 * Postgres with SIGINT, its fast shutdown, and the rest, which has nothing to lose, at once.
 */
export async function stopLeftovers(children: Running[]): Promise<string[]> {
  const left = children.filter(isAlive);
  for (const { name, pid } of left) {
    if (name === 'Postgres') signal(pid, 'SIGINT');
    else signal(-pid, 'SIGKILL');
  }
  for (let wait = 0; wait < 100 && left.some(isAlive); wait++) await sleep(50);
  for (const { pid } of left.filter(isAlive)) signal(pid, 'SIGKILL');
  return left.map(({ name }) => name);
}

/**
 * Makes way for a Postgres on `data`: ends one that still runs there, and deletes the lock file of
 * one that was killed, whose process id may since belong to any program of this user.
 */
export async function clearPostmasterLock(data: string): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const command = commandOf(pid);
  if (command.includes(data)) {
    await stopLeftovers([{ name: 'Postgres', pid, command }]);
  } else {
    rmSync(lock, { force: true });
  }
}

export function removeRunRecord(file: string): void {
  rmSync(file, { force: true });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}

/** The command line of a process, or '' when there is no such process. */
function commandOf(pid: number): string {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
}
