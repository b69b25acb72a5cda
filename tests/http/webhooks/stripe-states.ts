import type { Kind } from './kind.ts';
import {
  customer,
  customerId,
  DAY,
  event,
  invoice,
  item,
  subscribed,
  subscription,
  T,
} from './stripe-objects.ts';

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** Where somebody stands. */
export const stripeStates: Kind[] = [
  {
    is: 'who cancels at the end of the period pays until then, which the items tell',
    deliveries: (ada) =>
      subscribed(ada, [{}], [{ cancel_at_period_end: true, canceled_at: T + DAY }]),
    status: 'paid',
    params: { mrr: 29, cancels_at: iso(T + 30 * DAY) },
  },
  {
    is: 'older versions of the API have the period on the subscription',
    deliveries: (ada) =>
      subscribed(ada, [
        { cancel_at_period_end: true, current_period_end: T + 9 * DAY },
        [item({}, { current_period_end: undefined })],
      ]),
    status: 'paid',
    params: { cancels_at: iso(T + 9 * DAY) },
  },
  {
    is: 'who changes their mind does not cancel',
    deliveries: (ada) =>
      subscribed(ada, [{ cancel_at_period_end: true, cancel_at: T + 30 * DAY }], [{}]),
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'a first payment that is never made makes nobody a customer who left',
    deliveries: (ada) =>
      subscribed(ada, [{ status: 'incomplete' }], [{ status: 'incomplete_expired' }]),
    status: 'free',
  },
  {
    is: 'who is past due still pays, and has churned when all retries failed',
    deliveries: (ada) => subscribed(ada, [{}], [{ status: 'past_due' }], [{ status: 'unpaid' }]),
    status: 'churned',
    params: { mrr: 0 },
  },
  {
    is: 'past due',
    deliveries: (ada) => subscribed(ada, [{}], [{ status: 'past_due' }]),
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'a trial that ends without a way to pay is paused, and nobody’s',
    deliveries: (ada) => [
      ...subscribed(ada, [{ status: 'trialing', trial_start: T, trial_end: T + 14 * DAY }]),
      event(
        'customer.subscription.paused',
        T + 14 * DAY,
        subscription(ada, {
          status: 'paused',
          status_details: { paused: { reason: 'trial_end' } },
        }),
      ),
    ],
    status: 'churned',
    params: { mrr: 0 },
  },
  {
    is: 'and pays again when it is resumed',
    deliveries: (ada) => [
      ...subscribed(ada, [{ status: 'trialing' }], [{ status: 'paused' }]),
      event('customer.subscription.resumed', T + 20 * DAY, subscription(ada)),
    ],
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'three days before a trial ends it is one',
    deliveries: (ada) => [
      event('customer.created', T, customer(ada, customerId(ada))),
      event(
        'customer.subscription.trial_will_end',
        T + 4 * DAY,
        subscription(ada, { status: 'trialing', trial_end: T + 7 * DAY }),
      ),
    ],
    outcome: ['created', 'updated'],
    status: 'trial',
    params: { mrr: 0, trial_ends_at: iso(T + 7 * DAY) },
  },
  {
    is: 'the invoice of nothing that begins a trial is no payment',
    deliveries: (ada) => [
      ...subscribed(ada, [{ status: 'trialing', trial_end: T + 7 * DAY }]),
      event(
        'invoice.paid',
        T + 1,
        invoice(ada, customerId(ada), { amount_due: 0, amount_paid: 0, total: 0 }),
      ),
    ],
    status: 'trial',
    params: { mrr: 0 },
  },
  {
    is: 'while collection is paused nothing is paid',
    deliveries: (ada) =>
      subscribed(
        ada,
        [{}],
        [{ pause_collection: { behavior: 'keep_as_draft', resumes_at: null } }],
      ),
    status: 'paid',
    params: { mrr: 0 },
  },
  {
    is: 'an invoice that is given up leaves the status to the subscription',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      event(
        'invoice.marked_uncollectible',
        T + 9 * DAY,
        invoice(ada, customerId(ada), { status: 'uncollectible', amount_paid: 0 }),
      ),
    ],
    outcome: ['created', 'updated', 'unchanged'],
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'of what a schedule plans nothing has happened yet',
    deliveries: (ada) => [
      ...subscribed(ada, [{ schedule: 'sub_sched_1' }]),
      event('subscription_schedule.updated', T + DAY, {
        ...{ id: 'sub_sched_1', object: 'subscription_schedule', customer: customerId(ada) },
        ...{ status: 'active', end_behavior: 'release', phases: [] },
      }),
    ],
    outcome: 'ignored',
    detail: /comes from the subscription/,
    status: 'paid',
  },
  {
    is: 'Stripe ends the subscriptions of whom it deletes',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      event('customer.deleted', T + DAY, customer(ada, customerId(ada))),
    ],
    outcome: 'updated',
    status: 'churned',
    params: { mrr: 0 },
  },
  {
    is: 'a customer who is deleted because they were there twice keeps what the other pays',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      event('customer.created', T + 2, customer(ada, `${customerId(ada)}_again`)),
      event('customer.deleted', T + DAY, customer(ada, `${customerId(ada)}_again`)),
    ],
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'what was incomplete within the second is active, whichever comes last',
    deliveries: (ada) => [
      event('customer.created', T, customer(ada, customerId(ada))),
      event('customer.subscription.updated', T + 1, subscription(ada)),
      event('customer.subscription.updated', T + 1, subscription(ada, { status: 'incomplete' })),
      event('customer.subscription.created', T + 1, subscription(ada, { status: 'incomplete' })),
    ],
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'what comes days late undoes nothing',
    deliveries: (ada) => [
      event('customer.created', T, customer(ada, customerId(ada))),
      event(
        'customer.subscription.deleted',
        T + 9 * DAY,
        subscription(ada, { status: 'canceled' }),
      ),
      event('customer.subscription.updated', T + 2 * DAY, subscription(ada)),
      event('customer.subscription.created', T + 1, subscription(ada, { status: 'trialing' })),
    ],
    status: 'churned',
    params: { mrr: 0 },
  },
  {
    is: 'a status that nobody knew when this was written changes nothing, and says so',
    deliveries: (ada) => subscribed(ada, [{}], [{ status: 'hibernating' }]),
    detail: /“hibernating” isn’t a status/,
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'an address in capitals and with a plus is one address',
    deliveries: (ada) => [
      event('customer.created', T, customer(`Ada+News.${ada}`.toUpperCase(), customerId(ada))),
      event('customer.created', T, customer(`ada+news.${ada}`, `${customerId(ada)}_2`)),
    ],
    outcome: ['created', 'updated'],
    others: { 'ada+news': 'free' },
  },
  {
    is: 'a customer without an email waits for one',
    deliveries: (ada) => [
      event('customer.created', T, customer(null, customerId(ada))),
      event('customer.subscription.created', T + 1, subscription(ada)),
      event('customer.updated', T + 2, customer(ada, customerId(ada))),
    ],
    outcome: ['waiting', 'waiting', 'created'],
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'with a new address goes what they pay, and it counts once',
    deliveries: (ada) => [
      event('customer.created', T, customer(`old.${ada}`, customerId(ada))),
      event('customer.subscription.created', T + 1, subscription(ada)),
      event('customer.updated', T + DAY, customer(ada, customerId(ada))),
    ],
    status: 'paid',
    params: { mrr: 29 },
    others: { old: 'churned' },
  },
  {
    is: 'an invoice from before the address changed does not bring the old one back',
    deliveries: (ada) => [
      event('customer.created', T, customer(`old.${ada}`, customerId(ada))),
      event('customer.subscription.created', T + 1, subscription(ada)),
      event('customer.updated', T + DAY, customer(ada, customerId(ada), { name: 'Ada L' })),
      event('invoice.paid', T + 2 * DAY, invoice(`old.${ada}`, customerId(ada))),
    ],
    status: 'paid',
    name: 'Ada L',
    others: { old: 'churned' },
  },
];
