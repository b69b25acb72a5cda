/** A port that accepts connections and never says a word, like a frozen database. */
export function silentServer() {
  return listen(() => {});
}

/** A database that has no TLS, and keeps what each connection sent before and after it said so. */
export function serverWithoutTls() {
  const received: Uint8Array[] = [];
  const server = listen(async (connection) => {
    const sent: number[] = [];
    const place = received.push(new Uint8Array()) - 1;
    const buffer = new Uint8Array(1024);
    for (;;) {
      const length = await connection.read(buffer).catch(() => null);
      if (length === null) return;
      sent.push(...buffer.subarray(0, length));
      received[place] = Uint8Array.from(sent);
      if (sent.length <= 8) await connection.write(new TextEncoder().encode('N'));
    }
  });
  return { ...server, received };
}

/** Passes bytes on to a database, until it is told not to. */
export function proxyTo(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const { hostname, port } = url;
  const passing = new Set<AbortController>();
  const connections: Deno.Conn[] = [];

  const server = listen(async (client) => {
    const upstream = await Deno.connect({ hostname, port: Number(port) });
    connections.push(client, upstream);
    const pass = new AbortController();
    passing.add(pass);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      // A frozen way keeps its connections open: nobody is told that it is dead.
      const options = { signal: pass.signal, preventAbort: true, preventCancel: true };
      from.readable.pipeTo(to.writable, options).catch(() => {});
    }
  });
  url.port = String(server.port);

  const cut = () => {
    for (const connection of connections.splice(0)) close(connection);
  };
  return {
    url: url.href,
    /** The bytes of the connections there are now go nowhere. New connections work. */
    freeze() {
      for (const pass of passing) pass.abort();
    },
    /** Ends the connections there are now. New connections work. */
    cut,
    close() {
      server.close();
      cut();
    },
  };
}

function listen(serve: (connection: Deno.Conn) => void | Promise<void>) {
  const listener = Deno.listen({ hostname: '127.0.0.1', port: 0 });
  const connections: Deno.Conn[] = [];
  (async () => {
    for await (const connection of listener) {
      connections.push(connection);
      void serve(connection);
    }
  })();
  return {
    port: listener.addr.port,
    close() {
      listener.close();
      connections.forEach(close);
    },
  };
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // The other side was faster.
  }
}
