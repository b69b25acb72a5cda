import type { ServiceName } from '$contract/services.ts';

/** A service as the pages name it. */
export interface Service {
  title: string;
  /** The facts that it tells, in a few words. */
  tells: string;
  /** The place at the service where webhooks are made. */
  where: string;
  /** The events to choose there. */
  events: string;
  /** The secret that deliveries are signed with: who makes it, what to do with it, and how theirs begins. */
  secret: { by: 'service' | 'us'; step: string; prefix?: string };
}

/** Every service that there is a receiver for, in the order in which they are offered. */
export const SERVICES: Record<ServiceName, Service> = {
  stripe: {
    title: 'Stripe',
    tells: 'Subscriptions: status, plan and monthly revenue',
    where:
      'In Stripe, open Developers → Webhooks → Add destination, choose the payload style Snapshot, and paste the URL.',
    events:
      'customer.created, .updated and .deleted, all of customer.subscription, checkout.session.completed and .async_payment_succeeded, charge.refunded, charge.dispute.closed and .funds_reinstated, invoice.finalized, invoice.paid, invoice.payment_failed',
    secret: {
      by: 'service',
      prefix: 'whsec_',
      step: 'Paste the signing secret that Stripe shows, whsec_…, here.',
    },
  },
  paddle: {
    title: 'Paddle',
    tells: 'Subscriptions: status, plan and monthly revenue',
    where: 'In Paddle, open Developer tools → Notifications → New destination, and paste the URL.',
    events:
      'customer.created, customer.updated, all of subscription, transaction.completed, adjustment.created and .updated',
    secret: {
      by: 'service',
      step: 'Open the destination again, copy its secret key, pdl_ntfset_…, and paste it here.',
    },
  },
  lemon_squeezy: {
    title: 'Lemon Squeezy',
    tells: 'Subscriptions and orders: status, plan and payments',
    where: 'In Lemon Squeezy, open Settings → Webhooks → +, and paste the URL as callback URL.',
    events: 'order_created, order_refunded, customer_updated and all of subscription',
    secret: { by: 'us', step: 'Paste our secret as the signing secret.' },
  },
  woocommerce: {
    title: 'WooCommerce',
    tells: 'A shop’s orders, customers and subscriptions',
    where:
      'In WordPress, open WooCommerce → Settings → Advanced → Webhooks, and add one for each topic with this URL as delivery URL.',
    events:
      'Order created, Order updated, Customer created, Customer updated; with WooCommerce Subscriptions also Subscription created and updated',
    secret: { by: 'us', step: 'Paste our secret into each webhook.' },
  },
  clerk: {
    title: 'Clerk',
    tells: 'Sign-ups, sign-ins, deleted users and what they pay with Clerk Billing',
    where: 'In Clerk, open Configure → Webhooks → Add endpoint, and paste the URL.',
    events:
      'user.created, user.updated, user.deleted, session.created; with Clerk Billing also all of subscription and subscriptionItem',
    secret: {
      by: 'service',
      prefix: 'whsec_',
      step: 'Paste the signing secret that Clerk shows, whsec_…, here.',
    },
  },
  supabase: {
    title: 'Supabase',
    tells: 'Sign-ups, sign-ins and deleted users, from the auth.users table',
    where:
      'In Supabase, open Database → Webhooks → Create, choose the table auth.users and HTTP request, POST, and paste the URL.',
    events: 'Insert, Update, Delete',
    secret: { by: 'us', step: 'Add an HTTP header x-tinycrm-secret with our secret.' },
  },
  supabase_auth: {
    title: 'Supabase Auth hook',
    tells: 'Sign-ups, if you can’t use a database webhook',
    where:
      'In Supabase, open Authentication → Hooks → Add hook → Before User Created, choose HTTPS, and paste the URL.',
    events: 'none to choose',
    secret: {
      by: 'service',
      prefix: 'v1,whsec_',
      step: 'Generate a secret in Supabase, v1,whsec_…, and paste it here before you turn the hook on. Otherwise sign-ups fail.',
    },
  },
};
