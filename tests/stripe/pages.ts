import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Subscription, Subscriptions } from './subscriptions.ts';

/** What Stripe knows. */
interface Stripe {
  subscriptions: Subscriptions;
  customers: Set<string>;
}

/** The pages that a browser is sent to. */
export interface Pages {
  /** The form that each page was asked for with, by its id. */
  sessions: Map<string, Record<string, string>>;
  stripe: Stripe;
  /** Tells the product what happened. */
  deliver: () => Promise<unknown>;
}

const BUTTONS = { pay: ['Pay'], manage: ['Cancel', 'Resume', 'Back'] };

/** Answers GET with a page of buttons, and POST with what a button does and the way back. */
export async function answerPage(
  pages: Pages,
  method: string,
  path: string,
  body: string,
  outgoing: ServerResponse,
): Promise<void> {
  const [, kind, id] = path.split('/');
  const form = pages.sessions.get(id ?? '');
  if (!form || (kind !== 'pay' && kind !== 'manage')) return void outgoing.writeHead(404).end();
  if (method !== 'POST') {
    outgoing.writeHead(200, { 'content-type': 'text/html' });
    const button = (name: string) => `<button name="press" value="${name}">${name}</button>`;
    const buttons = BUTTONS[kind].map(button).join('');
    return void outgoing.end(`<title>${kind}</title><form method="post">${buttons}</form>`);
  }
  if (kind === 'pay') pay(pages.stripe, form);
  else press(pages.stripe, form, new URLSearchParams(body).get('press'));
  await pages.deliver();
  outgoing.writeHead(303, { location: form.success_url ?? form.return_url }).end();
}

/** Completes a checkout. */
export function pay(stripe: Stripe, form: Record<string, string>): Subscription {
  const customer = form.customer ?? `cus_${randomUUID()}`;
  stripe.customers.add(customer);
  const trialEnd = form['subscription_data[trial_end]'];
  const accountId = form['subscription_data[metadata][account_id]']!;
  return stripe.subscriptions.start(accountId, customer, trialEnd ? Number(trialEnd) : undefined);
}

function press(stripe: Stripe, form: Record<string, string>, button: string | null): void {
  const { subscriptions } = stripe;
  const mine = [...subscriptions.all.values()].filter(({ customer }) => customer === form.customer);
  const latest = mine.at(-1);
  if (latest && (button === 'Cancel' || button === 'Resume')) {
    subscriptions.cancelAtPeriodEnd(latest, button === 'Cancel');
  }
}
