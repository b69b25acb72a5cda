import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The processes that run now, with their parents. Ended ones that nobody has collected are left out. */
function running(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const [pid, parent, state] of existsSync('/proc/self/stat') ? fromProc() : fromPs()) {
    if (!state.startsWith('Z')) parents.set(pid, parent);
  }
  return parents;
}

function* fromProc(): Generator<[number, number, string]> {
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let stat: string;
    try {
      stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    } catch {
      continue; // It ended in between.
    }
    // The program's name stands in brackets and may hold any character.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    yield [Number(name), Number(parent), state!];
  }
}

function* fromPs(): Generator<[number, number, string]> {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' });
  for (const line of stdout.trim().split('\n')) {
    const [pid, parent, state] = line.trim().split(/\s+/);
    yield [Number(pid), Number(parent), state!];
  }
}

/** A process and all below it. Postgres gives each backend a process group of its own. */
function treeOf(root: number): number[] {
  const parents = running();
  if (!parents.has(root)) return [];
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

/** Stops a program and all it started, in the middle of whatever they do, and returns them. */
export function freezeTree(root: number): number[] {
  // The root first, so that it starts nothing more while its children are listed.
  signal(root, 'SIGSTOP');
  const tree = treeOf(root);
  for (const pid of tree) signal(pid, 'SIGSTOP');
  return tree;
}

/** Lets them go on. */
export function resumeTree(root: number): void {
  for (const pid of treeOf(root)) signal(pid, 'SIGCONT');
}

/** SIGKILL to a program and all it started, at one moment. Resolves when none of them is left. */
export async function killTree(root: number): Promise<void> {
  const tree = freezeTree(root);
  for (const pid of tree) signal(pid, 'SIGKILL');
  await untilGone(tree);
}

/** Resolves with false when some still run after `ms`. */
export async function untilGone(pids: number[], ms = 10_000): Promise<boolean> {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    const alive = running();
    if (!pids.some((pid) => alive.has(pid))) return true;
    await sleep(5);
  }
  return false;
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
