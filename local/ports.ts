import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Failure, hasCode } from './failure.ts';

// Below the ports that systems give to whoever asks for any (from 32768 on Linux, 49152 elsewhere):
// one of those may be taken by another program before its turn comes.
const [FIRST, LAST] = [15_000, 32_000];

/** A TCP port on 127.0.0.1 that nobody listens on, and that the system gives to nobody. */
export async function freePort(): Promise<number> {
  for (;;) {
    try {
      return await listenOnce(randomInt(FIRST, LAST));
    } catch (error) {
      if (!hasCode(error, 'EADDRINUSE')) throw error;
    }
  }
}

/**
 * Resolves when `port` is free on 127.0.0.1. Throws a Failure that names the flag to change it
 * otherwise.
 */
export async function assertPortFree(port: number, flag: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) {
      throw new Failure(
        `Port ${port} is taken by another program: stop it, or choose another with npm start -- ${flag} ${suggest(port)}.`,
      );
    }
    if (hasCode(error, 'EACCES')) {
      throw new Failure(
        `Port ${port} is reserved by the system: choose one above 1023 with npm start -- ${flag} ${suggest(port)}.`,
      );
    }
    throw error;
  }
}

/** Reads a port number from a flag's text. Throws a Failure when it is not between 1 and 65535. */
export function readPort(text: string, flag: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new Failure(`${flag} takes a port number between 1 and 65535, not "${text}".`);
  }
  return port;
}

function suggest(port: number): number {
  return port < 1024 ? port + 8000 : port + 100 <= 65535 ? port + 100 : port - 100;
}

/** Resolves with `port` when it could be listened on. */
function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(port));
    });
  });
}
