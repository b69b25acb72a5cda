import type { IncomingMessage, ServerResponse } from 'node:http';

/** Requests at once, and what comes back of them in five minutes: the defaults of hosted Auth. */
const BURST = 30;
const WINDOW_MS = 300_000;
const PER_WINDOW: Record<string, number> = {
  'POST /token': 150,
  'POST /verify': 30,
  'POST /signup': 30,
  'POST /otp': 30,
  'POST /recover': 30,
  'PUT /user': 30,
};

interface Bucket {
  left: number;
  at: number;
}

/**
 * Hosted Auth's limits by address, as @supabase/lite has none. The dashboard's visitors share its address,
 * unless it passes on theirs, which is believed of whoever shows the secret key.
 */
export class AuthLimits {
  #buckets = new Map<string, Bucket>();
  #secretKey: string;

  constructor(secretKey: string) {
    this.#secretKey = secretKey;
  }

  /** True if this request is one too many. Then it has been answered as Auth would. */
  refuses(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
    const path = /^\/auth\/v1(\/\w+)/.exec(incoming.url ?? '')?.[1];
    const endpoint = `${incoming.method} ${path}`;
    const perWindow = PER_WINDOW[endpoint];
    if (!perWindow || this.#take(`${endpoint} ${this.#addressOf(incoming)}`, perWindow)) {
      return false;
    }
    outgoing.writeHead(429, {
      'content-type': 'application/json',
      'x-supabase-api-version': '2024-01-01',
    });
    outgoing.end('{"code":"over_request_rate_limit","message":"Request rate limit reached"}');
    return true;
  }

  #addressOf({ headers, socket }: IncomingMessage): string | undefined {
    const isTrusted = headers.apikey === this.#secretKey;
    return (isTrusted && String(headers['sb-forwarded-for'] ?? '')) || socket.remoteAddress;
  }

  #take(key: string, perWindow: number): boolean {
    const now = Date.now();
    const { left, at } = this.#buckets.get(key) ?? { left: BURST, at: now };
    const refilled = Math.min(BURST, left + ((now - at) * perWindow) / WINDOW_MS);
    const isAllowed = refilled >= 1;
    this.#buckets.set(key, { left: isAllowed ? refilled - 1 : refilled, at: now });
    return isAllowed;
  }
}
