import { SERVICE_FIELDS } from '../../../../supabase/functions/_shared/contract/services.ts';
import type { ColumnUse } from '../mapping.ts';
import { fixedExport } from './known-export.ts';

const { statuses } = SERVICE_FIELDS.stripe;

/** What Stripe tells about cards, which is of no use to anybody here. */
const CARD: Record<string, ColumnUse['use']> = Object.fromEntries(
  [
    ...['ID', 'Last4', 'Brand', 'Funding', 'Exp Month', 'Exp Year', 'Name', 'Issue Country'],
    ...['Fingerprint', 'CVC Status', 'AVS Zip Status', 'AVS Line1 Status', 'Tokenization Method'],
    ...['Line1', 'Line2', 'City', 'State', 'Country', 'Zip'].map((part) => `Address ${part}`),
  ].map((what) => [`Card ${what}`, 'skip']),
);

/** Status is that of the subscription. Who has none keeps the status they have. */
export const stripeCustomers = fixedExport({
  service: 'Stripe’s customers',
  signs: [['id', 'Email', 'Created (UTC)', 'Delinquent']],
  uses: { Email: 'email', Name: 'name', 'Created (UTC)': 'created', Status: 'status', ...CARD },
  statuses,
});

export const stripeSubscriptions = fixedExport({
  service: 'Stripe’s subscriptions',
  signs: [['Customer Email', 'Status', 'Current Period End (UTC)']],
  uses: {
    'Customer Email': 'email',
    'Customer Name': 'name',
    'Created (UTC)': 'created',
    Status: 'status',
  },
  statuses,
  note: 'If a customer has several subscriptions, the newest counts, even if an older one is still active.',
});

/** Refunded, Failed and the like are words of a payment, and nobody's status. */
export const stripePayments = fixedExport({
  service: 'Stripe’s payments',
  signs: [['Customer Email', 'Amount', 'Amount Refunded', 'Status']],
  uses: {
    'Customer Email': 'email',
    'Created (UTC)': 'created',
    'Created date (UTC)': 'created',
    Status: 'status',
    ...CARD,
  },
  statuses: { Paid: 'paid' },
  note: 'Each row is a payment: anyone who ever paid becomes paid, even if they’ve left since. To import who pays today, export subscriptions instead.',
  isDoubt: true,
});
