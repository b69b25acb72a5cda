/** What one stream of calls should be like. Every call identifies a person of its own. */
export interface StreamPlan {
  name: string;
  /** Used in turns. */
  apiKeys: string[];
  /** Calls a second, each due at its time whatever became of those before. Infinity: each socket sends again as soon as it is answered. */
  rate: number;
  /** The most sockets. */
  sockets: number;
}

export interface LoadPlan {
  url: string;
  /** Seconds to wait before it begins. */
  after: number;
  seconds: number;
  stream: StreamPlan;
}

/** All times are in milliseconds. */
export interface StreamResult {
  name: string;
  offered: number;
  accepted: number;
  /** 503 with the code `overloaded`, and 429. */
  shed: number;
  /** 503 because the deadline passed, and whatever else was answered. */
  failed: Record<string, number>;
  /** 503 and 429 without Retry-After. */
  withoutRetryAfter: number;
  /** From when the call was due to its answer. */
  acceptedMs: Quantiles;
  /** From when the call was written to its answer. */
  shedMs: Quantiles;
  /** How late calls were written: our own fault, or that of the sockets that were all waiting. */
  lateMs: Quantiles;
  /** In each second, by the time of the answer. */
  acceptedPerSecond: number[];
  /** In each second, by the time the call was due: the slowest answer. Infinity where one was refused. */
  slowestMs: number[];
  /** The numbers of the accepted calls and of those that were shed. Person `name-number@example.com`. */
  acceptedNumbers: number[];
  shedNumbers: number[];
}

export interface Quantiles {
  p50: number;
  p99: number;
  max: number;
}

export function quantiles(values: number[]): Quantiles {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) /
    10;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

export function emailOf(name: string, number: number): string {
  return `${name}-${number}@example.com`;
}

/** Accepted in a second, without the first and the last seconds, in which the load is not all there. */
export function goodput({ acceptedPerSecond }: StreamResult, seconds: number): number {
  const steady = acceptedPerSecond.slice(2, seconds);
  return steady.reduce((sum, count) => sum + (count ?? 0), 0) / steady.length;
}

/** All calls of a stream that were not accepted, with why. */
export function refusals({ shed, failed }: StreamResult): Record<string, number> {
  return shed > 0 ? { ...failed, shed } : failed;
}
