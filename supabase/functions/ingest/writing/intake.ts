import { LIMITS } from '../../_shared/contract/limits.ts';
import { GroupCommit, type GroupCommitOptions } from './group-commit.ts';
import type { GroupEntry } from '../../_shared/http/log.ts';
import type {
  IdentifyCall,
  IdentifyOutcome,
  ImportOutcome,
  ImportRow,
  PingCall,
  PingOutcome,
  Store,
} from './store.ts';

/** The way calls take to the store: each kind in groups of its own. */
export interface Intake extends Pick<Store, 'check' | 'startImport' | 'undoImport'> {
  identify: GroupCommit<IdentifyCall, IdentifyOutcome>;
  ping: GroupCommit<PingCall, PingOutcome>;
  import: GroupCommit<ImportRow, ImportOutcome>;
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
    import: new GroupCommit('import', store.importRows, log, {
      groupSize: LIMITS.callsPerBatch,
      ...options,
    }),
    startImport: store.startImport,
    undoImport: store.undoImport,
    check: store.check,
  };
}
