import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from '../http-client.ts';
import { readAnswers } from './raw-answer.ts';

export interface RawExchange {
  /** Bytes to write, and milliseconds to wait between them. */
  steps: (string | Buffer | number)[];
  /** What to do then. `end`: tell that no more comes. `destroy`: go away. */
  then: 'wait' | 'end' | 'destroy';
  /** Answers to wait for. The connection may end earlier. */
  answers?: number;
  isHead?: boolean;
}

export interface RawOutcome {
  answers: Reply[];
  /** The server closed the connection. */
  closed: boolean;
  /** Nothing more happened within the time, and not all answers are there. */
  hung: boolean;
  ms: number;
}

/** Time for answers nobody expects, before we go. */
const LINGER_MS = 30;

/** Talks to a server byte by byte. Never rejects. */
export async function exchangeRaw(
  url: URL,
  { steps, then, answers: due = 1, isHead = false }: RawExchange,
  hangMs: number,
): Promise<RawOutcome> {
  const start = performance.now();
  const parts: Buffer[] = [];
  let closed = false;
  const socket = connect({ host: url.hostname, port: Number(url.port), allowHalfOpen: true });
  socket.setNoDelay(true);
  const gone = new Promise<void>((resolve) => {
    const end = () => {
      closed = true;
      resolve();
    };
    socket.once('end', end).once('close', end);
  });
  socket.on('error', () => {});
  const answers = () => readAnswers(Buffer.concat(parts), isHead, closed);
  const answered = new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      parts.push(bytes);
      if (answers().length >= due) resolve();
    });
  });

  for (const step of steps) {
    if (typeof step === 'number') await Promise.race([sleep(step), gone, answered]);
    else if (socket.writable && !closed) socket.write(step);
  }
  if (then === 'destroy') {
    socket.destroy();
  } else {
    if (then === 'end') socket.end();
    const timer = new AbortController();
    const timeout = sleep(hangMs, undefined, { signal: timer.signal }).catch(() => {});
    await Promise.race([answered, gone, timeout]);
    timer.abort();
    await Promise.race([sleep(LINGER_MS), gone]);
  }
  const found = answers();
  socket.destroy();
  return {
    answers: found,
    closed,
    hung: then !== 'destroy' && !closed && found.length < due,
    ms: performance.now() - start,
  };
}
