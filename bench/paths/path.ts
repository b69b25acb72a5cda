import type { LoadResult } from '../generators/load-result.ts';

export const PATHS = ['bare', 'sql', 'http', 'supabase-js', 'drizzle'] as const;
export type PathName = (typeof PATHS)[number];

export interface LoadSize {
  connections: number;
  /** How long is counted, after a time that is not. */
  seconds: number;
  rampSeconds: number;
}

/** Puts load on one of the ways to write a customer. */
export type Path = (size: LoadSize) => Promise<LoadResult>;
