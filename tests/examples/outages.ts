import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { freePort } from '../../local/ports.ts';

/** What a TinyCRM that is down does, each at an address of its own on loopback. */
export interface Outages {
  urls: Record<'hangs' | 'drips' | '503' | 'refused' | 'redirects', string>;
  /** The requests that arrived where `redirects` leads to: none may. */
  redirected: string[];
  stop(): void;
}

/** Starts the five of them. */
export async function startOutages(): Promise<Outages> {
  const redirected: string[] = [];
  const target = createHttpServer(({ method, headers }, response) => {
    redirected.push(`${method} with ${headers.authorization ? 'the key' : 'no key'}`);
    response.end('{}');
  });
  const unavailable = createHttpServer((_request, response) => response.writeHead(503).end('{}'));
  const elsewhere = createHttpServer((_request, response) => {
    response.writeHead(302, { location: `${urlOf(target)}/elsewhere` }).end();
  });
  const hangs = withSockets(() => {});
  const drips = withSockets((socket) => {
    let rest = 'HTTP/1.1 200 OK\r\nx-slow: ';
    const drip = setInterval(() => {
      socket.write(rest[0] ?? 'a');
      rest = rest.slice(1);
    }, 1000);
    socket.on('close', () => clearInterval(drip));
  });
  const servers = [target, unavailable, elsewhere, hangs.server, drips.server];
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    urls: {
      hangs: urlOf(hangs.server),
      drips: urlOf(drips.server),
      '503': urlOf(unavailable),
      refused: `http://127.0.0.1:${await freePort()}`,
      redirects: urlOf(elsewhere),
    },
    redirected,
    stop() {
      for (const server of servers) server.close();
      for (const socket of [...hangs.sockets, ...drips.sockets]) socket.destroy();
    },
  };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function withSockets(accept: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {}); // whoever gave up
    socket.resume();
    accept(socket);
  });
  return { server, sockets };
}
