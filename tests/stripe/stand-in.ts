import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';
import { listen } from '../../local/gateway.ts';
import { checkHeaders, readForm, Refusal } from './check-request.ts';
import { answerPage, type Pages } from './pages.ts';
import { asStripeShows, Subscriptions, type StripeEvent } from './subscriptions.ts';

/** What was answered under an idempotency key. */
interface Kept {
  body: string;
  status: number;
  answer: object;
}

/** What was asked of the API, in the order it came. */
interface Asked {
  method: string;
  path: string;
  form: Record<string, string>;
  idempotencyKey: string | undefined;
}

/** Stripe on loopback: the part of its API that is used here, its two pages, and its webhooks. */
export class StripeStandIn {
  readonly subscriptions = new Subscriptions();
  readonly customers = new Set<string>();
  readonly asked: Asked[] = [];
  /** Answers every request of the API with this status while it is set. */
  broken: number | undefined;
  /** While it is set nothing is told, and what happens waits. */
  isSilent = false;
  /** What the function `billing` has to be told. */
  settings!: Record<`STRIPE_${string}`, string>;
  readonly #secretKey = `sk_test_${randomUUID()}`;
  readonly #webhookSecret = `whsec_${randomUUID()}`;
  readonly #stripe = new Stripe(this.#secretKey);
  readonly #kept = new Map<string, Kept>();
  readonly #pages: Pages = { sessions: new Map(), stripe: this, deliver: () => this.deliver() };
  readonly #server = createServer((incoming, outgoing) => void this.#answer(incoming, outgoing));
  #url = '';
  /** Where webhooks are sent. */
  webhookUrl = '';

  async start(): Promise<this> {
    this.#url = await listen(this.#server, 0);
    this.settings = {
      STRIPE_SECRET_KEY: this.#secretKey,
      STRIPE_WEBHOOK_SECRET: this.#webhookSecret,
      STRIPE_PRICE_ID: 'price_standin',
      STRIPE_API_URL: this.#url,
    };
    return this;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Sends an event as Stripe signs it, `age` seconds ago, or signed with another secret. */
  async send(event: StripeEvent, { age = 0, secret = this.#webhookSecret } = {}) {
    const payload = JSON.stringify({ ...event, api_version: Stripe.API_VERSION });
    const timestamp = Math.floor(Date.now() / 1000) - age;
    const options = { payload, secret, timestamp };
    const signature = await this.#stripe.webhooks.generateTestHeaderStringAsync(options);
    const response = await fetch(this.webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      body: payload,
    });
    return { status: response.status, body: await response.json() };
  }

  /** Sends everything that happened since the last time, and resolves with what it did. */
  async deliver(): Promise<string[]> {
    const outcomes: string[] = [];
    if (this.isSilent) return outcomes;
    for (const event of this.subscriptions.collect()) {
      outcomes.push(String((await this.send(event)).body.outcome));
    }
    return outcomes;
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url!, this.#url);
    const body = await text(incoming);
    if (!pathname.startsWith('/v1/')) {
      return answerPage(this.#pages, incoming.method!, pathname, body, outgoing);
    }
    const key = incoming.headers['idempotency-key'] as string | undefined;
    const kept = key === undefined ? undefined : this.#kept.get(key);
    const { status, answer } = this.#answerOnce(incoming, pathname, body, kept);
    // Failures are kept like anything else.
    if (key && !kept && status !== 401) this.#kept.set(key, { body, status, answer });
    outgoing.writeHead(status, {
      'content-type': 'application/json',
      ...(kept && { 'idempotent-replayed': 'true' }),
    });
    outgoing.end(JSON.stringify(answer));
  }

  #answerOnce(incoming: IncomingMessage, path: string, body: string, kept?: Kept) {
    try {
      if (kept && kept.body !== body) {
        const message = 'Keys for idempotent requests can only be used with the same parameters';
        throw new Refusal(400, message, undefined, 'idempotency_error');
      }
      return kept ?? { status: 200, answer: this.#ask(incoming, path, body) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, type, code, message } = error;
      return { status, answer: { error: { type, code, message } } };
    }
  }

  #ask({ method = '', headers }: IncomingMessage, path: string, body: string): object {
    if (this.broken) throw new Refusal(this.broken, 'Something is broken', undefined, 'api_error');
    checkHeaders(method, headers, this.#secretKey);
    const idempotencyKey = headers['idempotency-key'] as string | undefined;
    const form = method === 'POST' ? readForm(path, body) : {};
    this.asked.push({ method, path, form, idempotencyKey });
    if (method === 'GET') return this.#subscription(path);

    if (form.customer && !this.customers.has(form.customer)) {
      throw new Refusal(400, 'No such customer', 'resource_missing');
    }
    const id = randomUUID();
    this.#pages.sessions.set(id, form);
    const page = path.startsWith('/v1/checkout') ? 'pay' : 'manage';
    return { id, object: 'session', url: `${this.#url}/${page}/${id}` };
  }

  #subscription(path: string): object {
    const id = /^\/v1\/subscriptions\/(\w[\w-]*)$/.exec(path)?.[1];
    const subscription = id === undefined ? undefined : this.subscriptions.all.get(id);
    if (!subscription) throw new Refusal(404, 'No such subscription', 'resource_missing');
    return asStripeShows(subscription);
  }
}
