import { Problem } from '../../_shared/contract/problems.ts';
import type { IdentifyFields, ImportFields, PingFields } from '../../_shared/contract/schema.ts';

export type IdentifyCall = IdentifyFields & { keyHash: string };
export type PingCall = PingFields & { keyHash: string };
export type IdentifyOutcome =
  'created' | 'updated' | 'unauthorized' | 'payment_required' | 'params_too_large' | 'invalid';
/** A row of an import, and the step it comes with: that of its request. */
export type ImportRow = ImportFields & { keyHash: string; importId: string; firstRow: number };
export type ImportOutcome = 'unchanged' | 'not_found' | IdentifyOutcome;
export type PingOutcome = 'updated' | 'unknown' | 'unauthorized' | 'payment_required';

/** The calls that a project may send. The quota is for 10 s: short bursts may be faster. */
export interface ProjectLimit {
  keyHash: string;
  accountId: string;
  projectId: string;
  /** Null: what the server gives to every project. */
  callsPerSecond: number | null;
}

/** What became of an import so far that is undone. */
export type UndoneImport =
  | { outcome: 'unauthorized' | 'not_found' }
  | {
      outcome: 'undone';
      id: string;
      fileName: string;
      createdAt: Date | string;
      undoneAt: Date | string | null;
      removed: number;
      restored: number;
      kept: number;
    };

/** Calls of one key that were refused for the same reason. Never an email, a key or a value that was sent. */
export interface Refusal {
  keyHash: string;
  kind: 'identify' | 'ping' | 'batch' | 'other';
  code: string;
  status: number;
  /** A JSON Pointer into the call; '' is the whole of it. */
  pointer: string;
  detail: string;
  count: number;
}

/**
 * The store that calls are written to. The calls may belong to different projects; the outcomes
 * come in the order of the calls, after the commit. Rejects with DatabaseUnavailable when nothing,
 * or nobody knows what, was written: every call is safe to repeat.
 */
export interface Store {
  /** Begins an import into the project of a key. Its id, or null when the key is not valid. */
  startImport(keyHash: string, name: string): Promise<string | null>;
  /** Writes rows of imports, each step in a transaction of its own. */
  importRows(rows: readonly ImportRow[]): Promise<ImportOutcome[]>;
  /** Takes back a part of an import of a key, its latest one where none is named. */
  undoImport(keyHash: string, importId: string | null): Promise<UndoneImport>;
  identify(calls: readonly IdentifyCall[]): Promise<IdentifyOutcome[]>;
  ping(calls: readonly PingCall[]): Promise<PingOutcome[]>;
  /** The limits of the projects of these keys. Keys that are not valid are left out. */
  limits(keyHashes: readonly string[]): Promise<ProjectLimit[]>;
  /** Notes refused calls, so that the members of their account can see them. Not for keys that do not exist. */
  reportRefusals(refusals: readonly Refusal[]): Promise<void>;
  /** Resolves when the database answers. */
  check(): Promise<void>;
}

/**
 * The time that a request waits for the database at most. A batch has more to do: 500 calls may
 * take 10 s.
 */
export function deadlineMs(calls: number): number {
  return 2_500 + 15 * calls;
}

/** More calls wait than can be written in 1.5 s, or than memory has room for. */
export class StoreOverloaded extends Problem {
  constructor() {
    super(
      'overloaded',
      'The server has more calls waiting than it can write. Send this one again later.',
      {
        headers: { 'retry-after': '1' },
      },
    );
    this.name = 'StoreOverloaded';
  }
}
