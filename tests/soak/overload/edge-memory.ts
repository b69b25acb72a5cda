import { readFileSync } from 'node:fs';

/** The most memory that a process has had in RAM, in MB of 1024 KB. Linux only; elsewhere 0. */
export function peakMemoryMb(pid: number): number {
  try {
    const kb = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kb ?? 0) / 102.4) / 10;
  } catch {
    return 0;
  }
}
