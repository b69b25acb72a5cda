import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const ANSWER_MS = 20;

/** A founder's server, which notes what it took: by event and person, under which ids and how often. */
export class Receiver {
  readonly taken = new Map<string, { ids: Set<string>; times: number }>();
  requests = 0;
  readonly url: string;
  readonly #server: Server;

  /** `refuses` says of each request whether it fails. */
  static async start(refuses: () => boolean): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new Receiver(server, refuses);
  }

  private constructor(server: Server, refuses: () => boolean) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        this.requests++;
        const fails = refuses();
        if (fails && this.requests % 2) return void response.writeHead(500).end();
        this.#take(body, String(request.headers['webhook-id']));
        // Taken, and nobody hears of it.
        if (fails) return void response.destroy();
        // Long enough for a kill to fall between what arrived and its answer.
        setTimeout(() => response.end(), ANSWER_MS);
      });
    });
  }

  #take(body: string, id: string): void {
    const { type, data } = JSON.parse(body) as {
      type: string;
      data: { customer: { email: string } };
    };
    const event = `${type} ${data.customer.email}`;
    const { ids, times } = this.taken.get(event) ?? { ids: new Set<string>(), times: 0 };
    this.taken.set(event, { ids: ids.add(id), times: times + 1 });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
