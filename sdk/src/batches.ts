import type { Refused } from './error.ts';
import { MAX_CALLS, MAX_CHARACTERS, type Call, type Send } from './send.ts';

declare function setTimeout(callback: () => unknown, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** A call that waits for others. */
interface Waiting {
  path: string;
  call: Call;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

export interface Batches {
  /** Makes a `send` that waits for other calls from one that does not. */
  wrap: (send: Send) => Send;
  /** Sends now what waits. */
  sendWaiting: () => void;
}

/** Holds the calls of a client back for some milliseconds, and sends those that came together. */
export function createBatches(ms: number): Batches {
  let waiting: Waiting[] = [];
  let characters = 0;
  let timer: unknown;
  let send: Send;

  function sendWaiting() {
    clearTimeout(timer);
    const batch = waiting;
    waiting = [];
    characters = 0;
    if (batch[0]) deliver(batch, send);
  }

  function wrap(given: Send): Send {
    send = given;
    return (path, calls) => {
      // A list is a batch already.
      if (path === 'batch') return send(path, calls);
      return new Promise((resolve, reject) => {
        const call = calls[0]!;
        if (waiting.push({ path, call, resolve, reject }) === 1)
          timer = setTimeout(sendWaiting, ms);
        characters += call().length;
        // What fits into one request is what one answer is about.
        if (waiting.length >= MAX_CALLS || characters >= MAX_CHARACTERS) sendWaiting();
      });
    };
  }

  return { wrap, sendWaiting };
}

/** Sends a batch as one request, retried as one, and settles each of its calls. */
function deliver(batch: Waiting[], send: Send): void {
  const [{ path, call }] = batch as [Waiting];
  const sent =
    batch.length === 1
      ? send(path, [call])
      : send(
          'batch',
          batch.map(
            ({ path, call }) =>
              () =>
                `{"type":"${path}",` + call().slice(1),
          ),
        );
  sent.then(
    () => batch.forEach(({ resolve }) => resolve()),
    (reason) => {
      const refused: Refused[] | undefined = reason.refused;
      batch.forEach(({ resolve, reject }, index) => {
        const own = refused?.find((one) => one.index === index);
        if (own) reject(ownReason(own));
        else if (refused) resolve();
        else reject(reason);
      });
    },
  );
}

/** What the route of a call alone would have said. */
function ownReason({ status, error }: Refused) {
  const errors = error.errors?.map((fault) => ({
    ...fault,
    pointer: fault.pointer.replace(/^\/calls\/\d+/, ''),
  }));
  return { ...error, status, ...(errors && { errors }) };
}
