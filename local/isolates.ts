import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Child } from './child.ts';
import { EdgeProxy } from './edge-proxy.ts';
import { startFunction, type FunctionName, type FunctionOptions } from './functions.ts';
import { listen } from './gateway.ts';
import type { Processes } from './processes.ts';

/** The processor time after which hosted Supabase gives an isolate no more requests, and after which it is ended. */
const RETIRED_AT_MS = 1_000;
const KILLED_AT_MS = 2_000;
const LOOK_EVERY_MS = 10;
/** What Linux counts processor time in, for programs. */
const TICK_MS = 10;

interface Isolate {
  child: Child;
  proxy: EdgeProxy;
  /** Those that have no whole answer yet, and all. */
  open: number;
  requests: number;
  isRetired: boolean;
  isKilled: boolean;
}

/** A function that is served as hosted Supabase does: by one process after the other. */
export interface Isolates {
  url: string;
  /** The requests that each of those took that have ended. */
  ended: number[];
  /** How many of them were killed. */
  killed(): number;
  /** Retires the present one and resolves when all have ended. */
  close(): Promise<void>;
}

/**
 * Serves a function in processes that live as hosted isolates do. One that has used a second of
 * processor time, that of its start included, takes no more requests; it ends when those it has
 * are answered, with what they asked to wait for, and is killed after another second. The next
 * request starts a new one. Linux alone tells the time so finely.
 */
export async function startIsolates(
  processes: Processes,
  name: FunctionName,
  options: Omit<FunctionOptions, 'port' | 'isIsolate'>,
): Promise<Isolates> {
  const ended: number[] = [];
  let killed = 0;
  /** All that run. */
  const isolates = new Set<Isolate>();
  let current: Promise<Isolate> | undefined;

  async function launch(): Promise<Isolate> {
    const { url, child } = await startFunction(processes, name, { ...options, isIsolate: true });
    const proxy = new EdgeProxy();
    proxy.target = url;
    const isolate = { child, proxy, open: 0, requests: 0, isRetired: false, isKilled: false };
    isolates.add(isolate);
    void child.ended.then(() => {
      isolates.delete(isolate);
      if (!isolate.isRetired) current = undefined;
      ended.push(isolate.requests);
      proxy.close();
    });
    return isolate;
  }

  /** The one that takes requests now. */
  async function takeOne(): Promise<Isolate> {
    for (;;) {
      const starting = (current ??= launch());
      const isolate = await starting.catch((cause: unknown) => {
        current = undefined;
        throw cause;
      });
      if (!isolate.isRetired) return isolate;
    }
  }

  function retire(isolate: Isolate): void {
    isolate.isRetired = true;
    current = undefined;
    endIfDone(isolate);
  }

  function endIfDone(isolate: Isolate): void {
    if (isolate.isRetired && isolate.open === 0) void isolate.child.stop();
  }

  function look(): void {
    for (const isolate of isolates) {
      const ms = processorMs(isolate.child.pid);
      if (ms >= RETIRED_AT_MS && !isolate.isRetired) retire(isolate);
      if (ms >= KILLED_AT_MS && !isolate.isKilled) {
        isolate.isKilled = true;
        killed++;
        isolate.child.kill();
      }
    }
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const isolate = await takeOne();
    if (outgoing.destroyed) return;
    isolate.requests++;
    isolate.open++;
    outgoing.once('close', () => {
      isolate.open--;
      endIfDone(isolate);
    });
    isolate.proxy.handle(incoming, outgoing);
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const url = await listen(server, 0);
  await takeOne();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    url: `${url}/functions/v1/${name}`,
    ended,
    killed: () => killed,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      if (current) retire(await current);
      await Promise.all([...isolates].map(({ child }) => child.ended));
      clearInterval(timer);
    },
  };
}

/** The processor time that a process has used, with all its threads. 0 once it is gone. */
function processorMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold any character.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}
