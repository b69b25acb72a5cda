import type { IdentifyFields, PingFields } from './schema.ts';

export type IdentifyCall = IdentifyFields & { keyHash: string };
export type PingCall = PingFields & { keyHash: string };
export type IdentifyOutcome =
  'created' | 'updated' | 'unauthorized' | 'params_too_large' | 'invalid';
export type PingOutcome = 'updated' | 'unknown' | 'unauthorized';

/**
 * Where calls are written. The calls may belong to different projects; the outcomes come in the
 * order of the calls, after the commit. Rejects with StoreUnavailable when nothing, or nobody
 * knows what, was written: every call is safe to repeat.
 */
export interface Store {
  identify(calls: readonly IdentifyCall[]): Promise<IdentifyOutcome[]>;
  ping(calls: readonly PingCall[]): Promise<PingOutcome[]>;
  /** Resolves when the database answers. */
  check(): Promise<void>;
}

/** The database did not answer as it should. `reason` is a code and never holds what was sent. */
export class StoreUnavailable extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`The database is unavailable: ${reason}`);
    this.name = 'StoreUnavailable';
    this.reason = reason;
  }
}
