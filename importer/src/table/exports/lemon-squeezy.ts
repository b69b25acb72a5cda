import { SERVICE_FIELDS } from '../../../../supabase/functions/_shared/contract/services.ts';
import { fixedExport } from './known-export.ts';

const { statuses } = SERVICE_FIELDS.lemon_squeezy;

export const lemonSubscriptions = fixedExport({
  service: 'Lemon Squeezy’s subscriptions',
  signs: [['user_email', 'variant_name', 'renews_at', 'status']],
  uses: { user_email: 'email', user_name: 'name', created_at: 'created', status: 'status' },
  statuses,
  note: 'If a customer has several subscriptions, the newest counts, even if an older one is still active.',
});

/** Status says who takes the newsletter. */
export const lemonCustomers = fixedExport({
  service: 'Lemon Squeezy’s customers',
  signs: [['email', 'status', 'total_revenue_currency', 'mrr']],
  uses: { email: 'email', name: 'name', created_at: 'created', status: 'param' },
  note: 'Lemon Squeezy’s status is about emails, not the customer, so no status is set. Amounts are in cents.',
});

/** A trial begins with an order too, of nothing: orders tell nobody's status. */
export const lemonOrders = fixedExport({
  service: 'Lemon Squeezy’s orders',
  signs: [['identifier', 'order_number', 'user_email']],
  uses: {
    user_email: 'email',
    user_name: 'name',
    date_utc: 'created',
    created_at: 'created',
    status: 'param',
  },
  note: 'Each row is an order, and trials start with one too, so no status is set.',
});
