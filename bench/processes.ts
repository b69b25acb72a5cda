import { readdirSync, readFileSync } from 'node:fs';

/** Processes that are counted together, by what stands in their command lines. */
export type Groups = Record<string, RegExp>;

export interface Usage {
  /** Cores kept busy, on average. */
  cores: number;
  /** The most memory at one moment, in MB of 1,048,576 bytes; what processes share is counted once. */
  peakMb: number;
}

interface Reading {
  cpuSeconds: number;
  megabytes: number;
}

// What the kernel counts in, on all platforms that Node runs on.
const TICKS_PER_SECOND = 100;
const EVERY_MS = 200;

/** Watches the processes below this one, through /proc. Elsewhere than on Linux it sees nothing. */
export class ProcessWatch {
  readonly #groups: Groups;
  readonly #samples: { at: number; readings: Map<string, Reading> }[] = [];
  readonly #groupOfPid = new Map<number, string | undefined>();
  readonly #timer: NodeJS.Timeout;

  constructor(groups: Groups) {
    this.#groups = groups;
    this.#take();
    this.#timer = setInterval(() => this.#take(), EVERY_MS);
  }

  /** What each group used between two moments (ms since 1970), which must have been watched. */
  between(from: number, to: number): Record<string, Usage> {
    const samples = this.#samples.filter(({ at }) => at >= from && at <= to);
    const [first, last] = [samples[0], samples.at(-1)];
    const usages: Record<string, Usage> = {};
    if (!first || !last || first === last) return usages;
    for (const [group, { cpuSeconds }] of last.readings) {
      const before = first.readings.get(group)?.cpuSeconds ?? 0;
      usages[group] = {
        cores: ((cpuSeconds - before) * 1000) / (last.at - first.at),
        peakMb: Math.max(...samples.map(({ readings }) => readings.get(group)?.megabytes ?? 0)),
      };
    }
    return usages;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #take(): void {
    const readings = new Map<string, Reading>();
    const shared = new Map<string, number>();
    for (const { pid, cpuSeconds } of descendants(process.pid)) {
      const group = this.#groupOf(pid);
      if (group === undefined) continue;
      const reading = readings.get(group) ?? { cpuSeconds: 0, megabytes: 0 };
      const memory = memoryOf(pid);
      const most = Math.max(shared.get(group) ?? 0, memory.shared);
      reading.cpuSeconds += cpuSeconds;
      reading.megabytes += memory.own + most - (shared.get(group) ?? 0);
      shared.set(group, most);
      readings.set(group, reading);
    }
    this.#samples.push({ at: Date.now(), readings });
  }

  #groupOf(pid: number): string | undefined {
    if (!this.#groupOfPid.has(pid)) {
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
      const found = Object.entries(this.#groups).find(([, pattern]) => pattern.test(command));
      this.#groupOfPid.set(pid, found?.[0]);
    }
    return this.#groupOfPid.get(pid);
  }
}

/** The most memory a process ever had, in MB. 0 where that is not told. */
export function peakMemory(pid: number): number {
  return kilobytes(read(`/proc/${pid}/status`), 'VmHWM') / 1024;
}

/** The first process below this one whose command line matches. */
export function findProcess(pattern: RegExp): number | undefined {
  return descendants(process.pid).find(({ pid }) =>
    pattern.test(read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')),
  )?.pid;
}

/** All processes below `root` and the CPU time of each and of its ended children. */
function descendants(root: number): { pid: number; parent: number; cpuSeconds: number }[] {
  const all = numericFolders('/proc').flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    // The program's name stands in brackets and may hold any character.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.length < 15) return [];
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ pid, parent: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND }];
  });
  const known = new Set([root]);
  // A child may have a smaller number than its parent when numbers have started again.
  for (let before = 0; before !== known.size;) {
    before = known.size;
    for (const { pid, parent } of all) if (known.has(parent)) known.add(pid);
  }
  return all.filter(({ pid }) => pid !== root && known.has(pid));
}

/** In MB. Pages of files and of shared memory are the same ones in all processes of a program. */
function memoryOf(pid: number): { own: number; shared: number } {
  const status = read(`/proc/${pid}/status`);
  const megabytes = (name: string) => kilobytes(status, name) / 1024;
  return { own: megabytes('RssAnon'), shared: megabytes('RssFile') + megabytes('RssShmem') };
}

function kilobytes(status: string, name: string): number {
  return Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))?.[1] ?? 0);
}

function numericFolders(path: string): number[] {
  try {
    return readdirSync(path).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Empty when there is no such file, or no longer. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
