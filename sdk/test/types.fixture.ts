// Compiled by types.test.ts, never run: what a product's compiler accepts and what it refuses.
import { TinyCRM, TinyCRMError, type Customer, type Options, type Status } from 'tinycrm-sdk';

interface Address {
  city: string;
  zip?: string;
}

interface Account {
  plan: 'free' | 'pro';
  seats: number;
  trialEnds: string | null;
  tags: string[];
  address: Address;
  history: Address[];
  note?: string;
}

const crm = new TinyCRM<Account>({ apiKey: 'tcrm_proj_test' });
const address: Address = { city: 'Berlin' };
const status: Status = 'trial';

export const calls: Promise<void>[] = [
  crm.identify({ email: 'alex@example.com' }),
  crm.identify({ email: 'alex@example.com', name: null, status, params: {} }),
  crm.identify({ email: 'alex@example.com', name: undefined, status: null }),
  crm.identify({ email: 'alex@example.com', params: { plan: 'pro', seats: 3, address } }),
  crm.identify({ email: 'alex@example.com', params: { plan: null, note: undefined } }),
  crm.identifyMany(new Set<Customer<Account>>([{ email: 'alex@example.com' }])),
  crm.ping('alex@example.com'),
  crm.flush(),
];

// @ts-expect-error a value that the interface does not have
crm.identify({ email: 'alex@example.com', params: { plan: 'gold' } });
// @ts-expect-error a key that the interface does not have
crm.identify({ email: 'alex@example.com', params: { plans: 'pro' } });
// @ts-expect-error a status that TinyCRM does not have
crm.identify({ email: 'alex@example.com', status: 'active' });
// @ts-expect-error an email is needed
crm.identify({ name: 'Alex' });
// @ts-expect-error an email may be missing
crm.ping(undefined);

// @ts-expect-error a date is no JSON
new TinyCRM<{ since: Date }>('');
// @ts-expect-error nor is one deeper down
new TinyCRM<{ dates: { since: Date } }>('');
// @ts-expect-error nor a function
new TinyCRM<{ run: () => void }>('');
// @ts-expect-error nor a bigint
new TinyCRM<{ id: bigint }>('');

// Without a type params are any JSON.
const untyped = new TinyCRM(undefined as string | undefined);
untyped.identify({
  email: 'alex@example.com',
  params: { plan: 'pro', seats: null, a: [{ b: 1 }] },
});
// @ts-expect-error a date is no JSON
untyped.identify({ email: 'alex@example.com', params: { since: new Date() } });
// @ts-expect-error params are an object
untyped.identify({ email: 'alex@example.com', params: ['pro'] });

type Alias = { plan: string; nested: { deep: boolean } };
new TinyCRM<Alias>('').identify({ email: '', params: { nested: { deep: true } } });

export const options: Options = {
  apiKey: undefined,
  baseUrl: undefined,
  timeout: 1000,
  retries: 0,
  enabled: false,
  onError: (error) => [error.code, error.status, error.requestId, error.retryAfter, error.attempts],
  waitUntil: (promise) => promise.then(() => {}),
  fetch: async (url, { method, headers, body }) => {
    const text: string = url + method + headers.authorization + body;
    return { status: text.length, headers: { get: () => null }, json: async () => ({}) };
  },
};

export async function failures(): Promise<number | undefined> {
  try {
    await crm.ping('alex@example.com');
  } catch (error) {
    if (!(error instanceof TinyCRMError)) throw error;
    const { code, message, cause, refused, errors } = error;
    // @ts-expect-error nobody sets a field of an error
    error.code = code;
    return [message, cause, refused?.[0]?.error.detail, errors?.[0]?.pointer].length;
  }
}
