import { createBatches } from './batches.ts';
import { TinyCRM as Client, type Json, type Options, type Params } from './index.ts';

export { TinyCRMError } from './index.ts';
export type { Customer, Fault, Fetch, Json, Params, Refused, Status } from './index.ts';

export interface BatchingOptions extends Options {
  /** Milliseconds for which a call waits for others that go with it. Default: 100. */
  flushInterval?: number | undefined;
}

/** A client whose calls within a moment travel as one request. */
export class TinyCRM<P extends Params<P> = { [key: string]: Json | undefined }> extends Client<P> {
  declare readonly flush: () => Promise<void>;

  /** Takes the project's API key, or options. Never throws. */
  constructor(keyOrOptions?: string | BatchingOptions) {
    const { enabled, flushInterval = 100 } = Object(keyOrOptions) as BatchingOptions;
    const batches = createBatches(flushInterval);
    super(keyOrOptions, enabled === false ? undefined : batches.wrap);
    const { flush } = this;
    this.flush = () => {
      batches.sendWaiting();
      return flush();
    };
  }
}
