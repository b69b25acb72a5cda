import { SERVICE_FIELDS } from '../../../../supabase/functions/_shared/contract/services.ts';
import { fixedExport } from './known-export.ts';

/** Status says whether the record is archived, and not whether somebody pays. */
export const paddleCustomers = fixedExport({
  service: 'Paddle’s customers',
  signs: [['id', 'email', 'marketing_consent', 'status']],
  uses: { email: 'email', name: 'name', created_at: 'created', status: 'param' },
  note: 'Paddle’s status is about the record, not the customer, so no status is set.',
});

export const paddleSubscriptions = fixedExport({
  service: 'Paddle’s subscriptions',
  signs: [['subscription_id', 'customer_email', 'status', 'next_billed_at']],
  uses: {
    customer_email: 'email',
    customer_name: 'name',
    created_at: 'created',
    started_at: 'created',
    status: 'status',
  },
  statuses: SERVICE_FIELDS.paddle.statuses,
});
