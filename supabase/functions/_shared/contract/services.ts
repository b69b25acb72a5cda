import type { Status } from './statuses.ts';

/** The words and fields of a service, with what becomes of each where nobody changed it. */
export interface ServiceFields {
  /** Each word it has for where somebody stands; null leaves the status as it is. */
  statuses: Readonly<Record<string, Status | null>>;
  /** Each field it gives and the param that it becomes; null leaves it out. */
  params: Readonly<Record<string, string | null>>;
  /** The prefixes of the founder's own fields: `metadata.` gives metadata.team. */
  own: readonly string[];
  /** True if its deliveries say which of them are only tests. */
  marksTests?: boolean;
}

/** The changes that a founder made to these. */
export interface Mapping {
  statuses?: Record<string, Status | null>;
  params?: Record<string, string | null>;
  /** True if tests count as what is real does. */
  count_tests?: boolean;
}

/** Every service that there is a receiver for, by the name that its URL and the database have. */
export const SERVICE_FIELDS = {
  stripe: {
    statuses: {
      trialing: 'trial',
      active: 'paid',
      // Stripe still tries to charge the card.
      past_due: 'paid',
      unpaid: 'churned',
      paused: 'churned',
      canceled: 'churned',
      incomplete: null,
      incomplete_expired: null,
      // The service goes on, without charge.
      'collection paused': 'paid',
      'paid once': 'paid',
      refunded: 'churned',
      'charged back': 'churned',
    },
    params: {
      plan: 'plan',
      mrr: 'mrr',
      currency: 'currency',
      trial_ends_at: 'trial_ends_at',
      cancels_at: 'cancels_at',
      interval: null,
      quantity: null,
      customer: 'stripe_customer',
    },
    own: ['metadata.'],
    marksTests: true,
  },
  paddle: {
    statuses: {
      trialing: 'trial',
      active: 'paid',
      // Paddle still tries to charge.
      past_due: 'paid',
      paused: 'churned',
      canceled: 'churned',
      'paid once': 'paid',
      refunded: 'churned',
    },
    params: {
      plan: 'plan',
      mrr: 'mrr',
      currency: 'currency',
      trial_ends_at: 'trial_ends_at',
      cancels_at: 'cancels_at',
      interval: null,
      quantity: null,
      customer: 'paddle_customer',
    },
    own: ['custom_data.'],
  },
  lemon_squeezy: {
    statuses: {
      on_trial: 'trial',
      active: 'paid',
      past_due: 'paid',
      // Paid for until its end, when it expires.
      cancelled: 'paid',
      // The service goes on, without charge.
      'collection paused': 'paid',
      paused: 'churned',
      unpaid: 'churned',
      expired: 'churned',
      'paid once': 'paid',
      refunded: 'churned',
    },
    params: {
      plan: 'plan',
      trial_ends_at: 'trial_ends_at',
      cancels_at: 'cancels_at',
      last_payment: 'last_payment',
      currency: 'currency',
      customer: null,
    },
    own: ['custom_data.'],
    marksTests: true,
  },
  woocommerce: {
    statuses: {
      processing: 'paid',
      completed: 'paid',
      pending: null,
      'on-hold': null,
      cancelled: null,
      refunded: 'churned',
      failed: null,
      'subscription trial': 'trial',
      'subscription active': 'paid',
      'subscription pending-cancel': 'paid',
      'subscription on-hold': 'paid',
      'subscription pending': null,
      'subscription cancelled': 'churned',
      'subscription expired': 'churned',
      'subscription switched': null,
      'subscription trash': 'churned',
    },
    params: {
      plan: 'plan',
      mrr: 'mrr',
      currency: 'currency',
      trial_ends_at: 'trial_ends_at',
      cancels_at: 'cancels_at',
      last_order_at: 'last_order_at',
      last_order_total: 'last_order_total',
      products: 'products',
      country: 'country',
    },
    own: ['meta.'],
  },
  clerk: {
    statuses: {
      'signed up': null,
      deleted: 'churned',
      'subscription trial': 'trial',
      'subscription active': 'paid',
      // Clerk still tries to charge.
      'subscription past_due': 'paid',
      // Paid for until the end of its period.
      'subscription canceled': 'paid',
      'subscription ended': 'churned',
      'subscription expired': 'churned',
      'subscription upcoming': null,
      'subscription incomplete': null,
      'subscription abandoned': null,
      'free plan': null,
    },
    params: {
      plan: 'plan',
      mrr: 'mrr',
      currency: 'currency',
      trial_ends_at: 'trial_ends_at',
      cancels_at: 'cancels_at',
      interval: null,
      username: null,
      user: null,
    },
    own: ['public_metadata.', 'unsafe_metadata.'],
  },
  supabase: {
    statuses: { 'signed up': null, deleted: 'churned' },
    params: { provider: null, confirmed: null, user: null },
    own: ['app_metadata.', 'user_metadata.'],
  },
  supabase_auth: {
    statuses: { 'signed up': null },
    params: { provider: null },
    own: ['app_metadata.', 'user_metadata.'],
  },
} as const satisfies Record<string, ServiceFields>;

export type ServiceName = keyof typeof SERVICE_FIELDS;

export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(SERVICE_FIELDS, name);
}
