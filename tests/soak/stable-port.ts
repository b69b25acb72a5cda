import { assertPortFree } from '../../local/ports.ts';

/**
 * A free port on 127.0.0.1 that stays ours while nobody listens on it: below those that systems
 * hand out by themselves, of which a client's own end of a connection could take it.
 */
export async function stablePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (taken.has(port)) continue;
    taken.add(port);
    try {
      await assertPortFree(port, '');
      return port;
    } catch {
      // Another program has it.
    }
  }
}

const taken = new Set<number>();
