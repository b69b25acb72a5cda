import { canonicalEmail } from '../../../supabase/functions/_shared/contract/canonical-email.ts';
import { createGet, type Get } from './get-json.ts';
import { fixedMapping } from './fixed-mapping.ts';
import { Failure } from '../failure.ts';
import type { Source, SourceRow } from './source.ts';
import {
  addAccounts,
  toAccount,
  type Account,
  type StripeSubscription,
} from './stripe-accounts.ts';

/** The fields that are read, of https://docs.stripe.com/api */
interface StripeCustomer {
  id: string;
  email: string | null;
  name: string | null;
  created: number;
  address: { country: string | null } | null;
}
interface List<T> {
  data: T[];
  has_more: boolean;
}

const COLUMNS = fixedMapping({
  email: 'email',
  name: 'name',
  status: 'status',
  created: 'created',
  plan: 'param',
  mrr: 'param',
  currency: 'param',
  trial_ends_at: 'param',
  country: 'param',
  stripe_customer: 'param',
});

/**
 * The customers of a Stripe account with what their subscriptions come to. Memory grows with the
 * number of customers who ever subscribed, by some 200 bytes each.
 */
export function openStripe(env: NodeJS.ProcessEnv, sleep?: () => Promise<unknown>): Source {
  const { STRIPE_API_KEY: key, STRIPE_API_URL: address = 'https://api.stripe.com' } = env;
  if (!key) {
    throw new Failure(
      'Set STRIPE_API_KEY to a restricted key that can read customers, subscriptions and products.',
    );
  }
  const get = createGet('Stripe', { authorization: `Bearer ${key}` }, explain, sleep);
  return { ...COLUMNS, rows: readRows(get, new URL(address)), async close() {} };
}

async function* readRows(get: Get, api: URL): AsyncGenerator<SourceRow> {
  const products = new Map<string, string>();
  for await (const { id, name } of readAll<{ id: string; name: string }>(get, api, 'products')) {
    products.set(id, name);
  }
  const ofCustomers = new Map<string, Account>();
  const all = readAll<StripeSubscription>(get, api, 'subscriptions', { status: 'all' });
  for await (const subscription of all) {
    add(ofCustomers, subscription.customer, toAccount(subscription, products));
  }
  const accounts = await byPerson(get, api, ofCustomers);

  let place = 0;
  for await (const customer of readAll<StripeCustomer>(get, api, 'customers')) {
    const account = accounts.get(personOf(customer));
    yield {
      place: ++place,
      cells: [
        customer.email,
        customer.name,
        account?.status ?? 'free',
        toTime(customer.created),
        account?.plan,
        account?.mrr,
        account?.currency,
        account?.trialEnd ? toTime(account.trialEnd).slice(0, 10) : null,
        customer.address?.country,
        account?.customer ?? customer.id,
      ],
    };
  }
}

/**
 * The account of each person: Stripe lets several customers have one email. All are read before any
 * is passed on, so that customers of one person say the same.
 */
async function byPerson(
  get: Get,
  api: URL,
  ofCustomers: Map<string, Account>,
): Promise<Map<string, Account>> {
  const accounts = new Map<string, Account>();
  if (ofCustomers.size === 0) return accounts;
  for await (const customer of readAll<StripeCustomer>(get, api, 'customers')) {
    const account = ofCustomers.get(customer.id);
    if (account) add(accounts, personOf(customer), account);
    ofCustomers.delete(customer.id);
  }
  return accounts;
}

function add(accounts: Map<string, Account>, key: string, account: Account): void {
  const known = accounts.get(key);
  accounts.set(key, known ? addAccounts(known, account) : account);
}

/** The email as TinyCRM keeps it. Who has none that it takes is an invalid row, by itself. */
function personOf({ id, email }: StripeCustomer): string {
  const result = canonicalEmail(email ?? '');
  return 'email' in result ? result.email : id;
}

/** All of a list. Each page begins after the last object of the one before, so that none is missed. */
async function* readAll<T extends { id: string }>(
  get: Get,
  api: URL,
  what: string,
  more: Record<string, string> = {},
): AsyncGenerator<T> {
  let after: string | undefined;
  for (;;) {
    const url = new URL(`/v1/${what}`, api);
    url.search = String(new URLSearchParams({ limit: '100', ...more }));
    if (after !== undefined) url.searchParams.set('starting_after', after);
    const { body } = await get<List<T>>(url);
    yield* body.data;
    after = body.data.at(-1)?.id;
    if (!body.has_more || after === undefined) return;
  }
}

function explain(body: unknown): string | undefined {
  return (body as { error?: { message?: string } } | undefined)?.error?.message;
}

function toTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
