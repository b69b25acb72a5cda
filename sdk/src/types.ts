import type { TinyCRMError } from './error.ts';

/** The state of a customer in one project. */
export type Status = 'free' | 'trial' | 'paid' | 'churned';

/** Anything that JSON can say. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/** Accepts interfaces and type aliases whose values JSON can say: no dates, functions or classes. */
export type Params<T> = {
  [K in keyof T]: T[K] extends Json | undefined
    ? T[K]
    : T[K] extends ((...args: never[]) => unknown) | { toJSON: unknown } | bigint | symbol
      ? never
      : T[K] extends object
        ? Params<T[K]>
        : never;
};

/**
 * The fields that a project knows about a customer. A field that is left out, null or blank stays
 * as it was.
 */
export interface Customer<P> {
  /** The person: one customer per email, in all your projects. */
  email: string;
  name?: string | null | undefined;
  /** `free` for a new customer, unless you say otherwise. */
  status?: Status | '' | null | undefined;
  /** Merged into what is there, key by key. `null` removes a key. */
  params?: { [K in keyof P]?: P[K] | null | undefined } | undefined;
}

export interface Options {
  /** The project's API key, `tcrm_proj_…`. Without it every call fails with `missing_api_key`. */
  apiKey?: string | undefined;
  /** Default: the environment variable `TINYCRM_URL`, else `https://app.tinycrm.dev/v1`. */
  baseUrl?: string | undefined;
  /**
   * The region of Supabase in which the functions are to run, such as `eu-central-1`: the one of your
   * database. Default: the environment variable `TINYCRM_REGION`, else the one nearest the caller.
   */
  region?: string | undefined;
  /** Milliseconds that one attempt may take. Default: 3000. */
  timeout?: number | undefined;
  /** The number of times a failed attempt is repeated. Default: 2. */
  retries?: number | undefined;
  /** `false` turns every call into one that does nothing, for tests and previews. Default: true. */
  enabled?: boolean | undefined;
  /** Told of every call that failed, awaited or not. */
  onError?: ((error: TinyCRMError) => unknown) | undefined;
  /** Given a promise per call, which never rejects, so that a serverless host waits for it. */
  waitUntil?: ((promise: Promise<unknown>) => unknown) | undefined;
  /** Used in place of the global `fetch`. */
  fetch?: Fetch | undefined;
}

/** The part of `fetch` that is used. */
export type Fetch = (
  url: string,
  init: {
    method: 'POST';
    headers: Record<string, string>;
    body: string;
    redirect: 'manual';
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- AbortSignal needs DOM or Node typings
    signal: any;
  },
) => Promise<{
  status: number;
  headers: { get(name: string): string | null };
  json(): Promise<unknown>;
}>;
