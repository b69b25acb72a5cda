import { GroupCommit, type GroupCommitOptions } from './group-commit.ts';
import type { GroupEntry } from '../../_shared/http/log.ts';
import type { IdentifyCall, IdentifyOutcome, PingCall, PingOutcome, Store } from './store.ts';

/** The way calls take to the store: each kind in groups of its own. */
export interface Intake {
  identify: GroupCommit<IdentifyCall, IdentifyOutcome>;
  ping: GroupCommit<PingCall, PingOutcome>;
  /** Resolves when the database answers. */
  check(): Promise<void>;
}

export function createIntake(
  store: Store,
  log: (entry: GroupEntry) => void,
  ownerOf: GroupCommitOptions['ownerOf'],
  settings?: Partial<GroupCommitOptions>,
): Intake {
  const options = { ownerOf, ...settings };
  return {
    identify: new GroupCommit('identify', store.identify, log, options),
    ping: new GroupCommit('ping', store.ping, log, options),
    check: store.check,
  };
}
