import type { PathName } from './paths/path.ts';
import type { Usage } from './processes.ts';
import { median } from './statistics.ts';

/** What one path did with so many connections, the medians of its rounds. */
export interface Run {
  connections: number;
  path: PathName;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** A round, with what it cost. */
export interface Round extends Run {
  failed: number;
  usage: Record<string, Usage>;
}

export interface Bar {
  promise: string;
  value: number;
  limit: number;
  atLeast: boolean;
}

/** CPU of Postgres for a call of identify ÷ that of its two rows without any rule. */
export interface Floor {
  alone: number;
  groups: number;
}

/** The object of --json. */
export interface Summary {
  runs: Run[];
  edgeMemoryMb: number;
  growth: number;
  /** Ours ÷ the floor; absent without pgbench. */
  floor?: Floor;
}

/** The medians of the rounds, by connections and path in the order of their first appearance. */
export function summarize(rounds: Round[]): Run[] {
  const alike = Map.groupBy(rounds, ({ connections, path }) => `${connections} ${path}`);
  const middle = (some: Round[], key: 'perSecond' | 'p50Ms' | 'p99Ms') =>
    Math.round(median(some.map((round) => round[key])) * 1000) / 1000;
  return [...alike.values()]
    .map((some) => ({
      connections: some[0]!.connections,
      path: some[0]!.path,
      perSecond: middle(some, 'perSecond'),
      p50Ms: middle(some, 'p50Ms'),
      p99Ms: middle(some, 'p99Ms'),
    }))
    .sort((a, b) => a.connections - b.connections);
}

/** The promises about speed, with what was measured. NaN where a path was not measured. */
export function bars({ runs, edgeMemoryMb, growth, floor }: Summary): Bar[] {
  const of = (path: PathName, connections: number, key: 'perSecond' | 'p50Ms' = 'perSecond') =>
    runs.find((run) => run.path === path && run.connections === connections)?.[key] ?? NaN;
  const times = (path: PathName, connections: number) =>
    of('http', connections) / of(path, connections);
  const least = (promise: string, value: number, limit: number): Bar => ({
    ...{ promise, value, limit, atLeast: true },
  });
  const most = (promise: string, value: number, limit: number): Bar => ({
    ...{ promise, value, limit, atLeast: false },
  });
  return [
    least('http ÷ sql, 64 connections', times('sql', 64), 3),
    least('http ÷ bare, 64 connections', times('bare', 64), 1.5),
    least('http ÷ bare, 64 connections (moonshot)', times('bare', 64), 2.5),
    least('http ÷ sql, 8 connections', times('sql', 8), 1.1),
    most(
      'p50 of http ÷ p50 of sql, 1 connection',
      of('http', 1, 'p50Ms') / of('sql', 1, 'p50Ms'),
      1.3,
    ),
    least('http ÷ supabase-js, 64 connections *', times('supabase-js', 64), 10),
    least('http ÷ drizzle, 64 connections', times('drizzle', 64), 3),
    most('CPU of a call ÷ floor, alone', floor?.alone ?? NaN, 1.5),
    most('CPU of a call ÷ floor, in groups of 100', floor?.groups ?? NaN, 1.25),
    most('memory of the Edge Function in MB', edgeMemoryMb, 128),
    most('http with few customers ÷ with many', growth, 1.3),
  ];
}

export function isReached({ value, limit, atLeast }: Bar): boolean {
  return atLeast ? value >= limit : value <= limit;
}

/** The throughput table, one line a run, with CPU and memory of each group of processes. */
export function runTable(rounds: Round[]): string {
  const groups = [...new Set(rounds.flatMap(({ usage }) => Object.keys(usage)))];
  const rows = summarize(rounds).map((run) => {
    const same = rounds.filter(
      ({ path, connections }) => path === run.path && connections === run.connections,
    );
    const costs = groups.map((group) => {
      const used = same.flatMap(({ usage, perSecond }) =>
        usage[group] ? [{ ...usage[group], perSecond }] : [],
      );
      const cpu = median(used.map(({ cores, perSecond }) => (cores / perSecond) * 1000));
      const peak = Math.max(...used.map(({ peakMb }) => peakMb));
      return used.length === 0 ? '–' : `${cpu.toFixed(3)} s, ${Math.round(peak)} MB`;
    });
    const failed = same.reduce((sum, round) => sum + round.failed, 0);
    return [
      ...[String(run.connections), run.path + (run.path === 'supabase-js' ? ' *' : '')],
      ...[Math.round(run.perSecond).toLocaleString('en'), run.p50Ms.toFixed(2)],
      ...[run.p99Ms.toFixed(2), String(failed), ...costs],
    ];
  });
  return markdown(
    ['connections', 'path', 'per second', 'p50 ms', 'p99 ms', 'failed', ...groups],
    rows,
  );
}

export function barTable(all: Bar[]): string {
  return markdown(
    ['ratio', 'measured', 'bar', ''],
    all.map((bar) => [
      bar.promise,
      bar.value.toFixed(2),
      `${bar.atLeast ? '≥' : '≤'} ${bar.limit}`,
      isReached(bar) ? 'reached' : 'not reached',
    ]),
  );
}

/** A table that reads as well in a terminal as in Markdown. */
export function markdown(head: string[], rows: string[][]): string {
  const width = (column: number) =>
    Math.max(...[head, ...rows].map((cells) => cells[column]!.length), 3);
  const pad = (cells: string[]) =>
    `| ${cells.map((cell, i) => (i === 1 || i === 0 ? cell.padEnd(width(i)) : cell.padStart(width(i)))).join(' | ')} |`;
  const rule = head.map((_, i) => (i < 2 ? '-'.repeat(width(i)) : `${'-'.repeat(width(i) - 1)}:`));
  return [pad(head), pad(rule), ...rows.map(pad)].join('\n');
}
