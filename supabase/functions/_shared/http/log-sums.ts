import type { GroupEntry, RequestEntry } from './log-entry.ts';

/** The groups of one kind, of ten seconds or less. */
interface GroupsEntry extends Omit<GroupEntry, 'event' | 'reason'> {
  event: 'groups';
  groups: number;
}

/** What there was no line for: how often, by reason or else by the code of the problem. */
interface SkippedEntry {
  event: 'skipped';
  lines: number;
  reasons: Record<string, number>;
  codes: Record<string, number>;
}

/** What came together since it was last written. Times and queues are the longest. */
export class LogSums {
  readonly #groups = new Map<string, GroupsEntry>();
  #skipped: SkippedEntry | undefined;

  add({ kind, ...entry }: GroupEntry): void {
    const sum = this.#groups.get(kind) ?? emptySum(kind);
    this.#groups.set(kind, sum);
    sum.groups++;
    sum.requests += entry.requests;
    sum.calls += entry.calls;
    for (const [outcome, calls] of Object.entries(entry.outcomes)) {
      sum.outcomes[outcome] = (sum.outcomes[outcome] ?? 0) + calls;
    }
    for (const measure of ['waited_ms', 'ms', 'queue'] as const) {
      sum[measure] = Math.max(sum[measure], entry[measure]);
    }
  }

  skip(entry: GroupEntry | RequestEntry): void {
    this.#skipped ??= { event: 'skipped', lines: 0, reasons: {}, codes: {} };
    const { reasons, codes } = this.#skipped;
    this.#skipped.lines++;
    const code = 'code' in entry && entry.code ? entry.code : 'other';
    const [counts, name] = entry.reason ? [reasons, entry.reason] : [codes, code];
    counts[name] = (counts[name] ?? 0) + 1;
  }

  /** What there is to write, which is forgotten. */
  take(): (GroupsEntry | SkippedEntry)[] {
    const entries = [...this.#groups.values(), ...(this.#skipped ? [this.#skipped] : [])];
    this.#groups.clear();
    this.#skipped = undefined;
    return entries;
  }
}

function emptySum(kind: string): GroupsEntry {
  return {
    ...{ event: 'groups', kind, groups: 0, requests: 0, calls: 0 },
    ...{ outcomes: {}, waited_ms: 0, ms: 0, queue: 0 },
  } as GroupsEntry;
}
