import assert from 'node:assert/strict';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { apiKeyChecksum } from '../../../supabase/functions/_shared/http/api-key.ts';
import { actAs, type Tenant } from '../tenants.ts';

interface Place {
  edgeUrl: string;
  receiveUrl?: string;
  admin: postgres.Sql;
  /** How many API keys the account has. */
  keys: number;
}

/** More bodies than the function reads at once. */
const UNFINISHED = 600;
const REFUSED = ['22023', '23505'];

/** All that an account may try beside a flood of calls, each kind in a loop of its own until it is stopped. */
export class Abuse {
  readonly apiKeys: string[];
  readonly #tenant: Tenant;
  readonly #place: Place;
  readonly #receiver: string;
  readonly #counts: Record<string, number> = {};
  readonly #sockets = new Set<Socket>();
  #stopped = false;

  private constructor(tenant: Tenant, place: Place, apiKeys: string[], receiver: string) {
    this.#tenant = tenant;
    this.#place = place;
    this.apiKeys = apiKeys;
    this.#receiver = receiver;
  }

  static async of(tenant: Tenant, place: Place): Promise<Abuse> {
    const { projects, userId } = tenant;
    const apiKeys = projects.map(({ apiKey }) => apiKey);
    const receiver = await actAs(place.admin, userId, async (sql) => {
      for (let i = apiKeys.length; i < place.keys; i++) {
        const [key] = await sql`
          select api_key from public.create_api_key(${projects[i % projects.length]!.id}, ${`key ${i}`})`;
        apiKeys.push(key!.api_key);
      }
      const [made] =
        await sql`select id from public.create_receiver(${projects[0]!.id}, 'stripe', 'whsec_c2VjcmV0')`;
      return made!.id as string;
    });
    return new Abuse(tenant, place, apiKeys, receiver);
  }

  /** Resolves after stop(). */
  async start(): Promise<void> {
    await Promise.all([
      this.#repeat('wrong keys', 4, () => this.#guessKey()),
      this.#repeat('wrong deliveries', 4, () => this.#deliverWrongly()),
      this.#repeat('odd names', 4, () => this.#sendOddName()),
      this.#repeat('invitations', 1, () => this.#invite()),
      this.#repeat('odd projects', 1, () => this.#nameOddly()),
      this.#repeat('unfinished bodies', 1, () => this.#beginBodies()),
    ]);
  }

  /** How often each kind was tried. */
  async stop(): Promise<Record<string, number>> {
    this.#stopped = true;
    for (const socket of this.#sockets) socket.destroy();
    return this.#counts;
  }

  async #repeat(kind: string, abreast: number, act: () => Promise<void>): Promise<void> {
    const loop = async () => {
      while (!this.#stopped) {
        await act();
        this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
        await sleep(10);
      }
    };
    await Promise.all(Array.from({ length: abreast }, loop));
  }

  #identify(apiKey: string, body: unknown): Promise<number> {
    return post(`${this.#place.edgeUrl}/identify`, { authorization: `Bearer ${apiKey}` }, body);
  }

  /** One that could be a key, so that the database has to be asked. */
  async #guessKey(): Promise<void> {
    const body = `tcrm_proj_${Array.from({ length: 43 }, () => randomDigit()).join('')}`;
    const status = await this.#identify(body + apiKeyChecksum(body), { email: 'a@example.com' });
    assert.ok([401, 429, 503].includes(status), `a wrong key was answered ${status}`);
  }

  async #deliverWrongly(): Promise<void> {
    const signature = {
      'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
    };
    const url = `${this.#place.receiveUrl}/receive/stripe/${this.#receiver}`;
    const status = await post(url, signature, { id: 'evt_1', object: 'event', type: 'x' });
    assert.ok([401, 429, 503].includes(status), `a wrong delivery was answered ${status}`);
  }

  async #sendOddName(): Promise<void> {
    const name = `${'\u202e'.repeat(50)}\u0000${'𝕏'.repeat(5_000)}`;
    const status = await this.#identify(this.apiKeys[0]!, { email: 'odd@example.com', name });
    assert.ok([400, 422, 429, 503].includes(status), `an odd name was answered ${status}`);
  }

  async #invite(): Promise<void> {
    const { accountId, userId } = this.#tenant;
    const email = `victim-${this.#counts['invitations'] ?? 0}@example.com`;
    await this.#asMember(
      (sql) => sql`select public.invite_member(${accountId}, ${email}, 'viewer')`,
      userId,
    );
  }

  async #nameOddly(): Promise<void> {
    const { accountId, userId } = this.#tenant;
    await this.#asMember(
      (sql) => sql`select public.create_project(${accountId}, ${'\u202eevil'})`,
      userId,
    );
  }

  /** What the rules refuse is no fault of the check. */
  async #asMember(act: Parameters<typeof actAs>[2], userId: string): Promise<void> {
    await actAs(this.#place.admin, userId, act).catch((error: { code?: string }) => {
      if (!REFUSED.includes(error.code ?? '')) throw error;
    });
  }

  /** Keeps as many requests open as before, each with a body that never ends. */
  async #beginBodies(): Promise<void> {
    const { hostname, port, pathname } = new URL(`${this.#place.edgeUrl}/identify`);
    while (this.#sockets.size < UNFINISHED) {
      const socket = connectSocket(Number(port), hostname);
      this.#sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => this.#sockets.delete(socket))
        .resume();
      const head = [
        `POST ${pathname} HTTP/1.1`,
        `Host: ${hostname}`,
        `Authorization: Bearer ${this.apiKeys[this.#sockets.size % this.apiKeys.length]}`,
        'Content-Type: application/json',
        'Content-Length: 60000',
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n{"email":`);
    }
    for (const socket of this.#sockets) socket.write(' ');
    await sleep(90);
  }
}

const randomDigit = () => Math.floor(Math.random() * 36).toString(36);

/** Resolves with the status of the answer. */
async function post(url: string, headers: Record<string, string>, body: unknown): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}
