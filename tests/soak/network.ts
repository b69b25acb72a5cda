import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to 127.0.0.1:`target` that can be cut and slowed, as networks are. */
export interface Network {
  port: number;
  /** Ends the connections there are now. New ones work. */
  cut(): void;
  /** Each direction takes this much longer from now on. 0: as fast as it can. */
  slow(ms: number): void;
  close(): Promise<void>;
}

export async function startNetwork(target: number): Promise<Network> {
  const sockets = new Set<Socket>();
  let delayMs = 0;

  /** Passes bytes on in their order, each `delayMs` after it came. */
  function pass(from: Socket, to: Socket): void {
    let due = 0;
    const later = (run: () => void) => {
      // Nothing may overtake what is still under way.
      due = Math.max(due, performance.now() + delayMs);
      const wait = due - performance.now();
      if (wait <= 0) run();
      else setTimeout(run, Math.ceil(wait));
    };
    from.on('data', (bytes) => later(() => to.writable && to.write(bytes)));
    from.on('end', () => later(() => to.end()));
    from.on('close', () => {
      sockets.delete(from);
      later(() => to.destroy());
    });
    from.on('error', () => from.destroy());
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
    }
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    slow: (ms) => (delayMs = ms),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
