import { SERVICE_FIELDS } from '../../../../supabase/functions/_shared/contract/services.ts';
import { fixedExport } from './known-export.ts';

/** Analytics, Customers. What somebody spent is no subscription, so that nobody gets a status. */
export const wooCustomers = fixedExport({
  service: 'WooCommerce’s customers',
  signs: [['Username', 'Last Active', 'Total Spend', 'AOV', 'Email']],
  uses: {
    Email: 'email',
    Name: 'name',
    Username: 'param',
    'Sign Up': 'created',
    'Date Registered': 'created',
    'Last Active': 'seen',
  },
  note: 'Money spent isn’t a subscription, so no status is set.',
});

const { statuses: words } = SERVICE_FIELDS.woocommerce;
/** Some plugins write wc-completed, as the database has it. */
const statuses = {
  ...words,
  'wc-processing': words.processing,
  'wc-completed': words.completed,
};
const note =
  'Each row is an order: customers with a processing or completed order become paid, and other orders don’t change the status.';

/** Advanced Order Export. */
const advancedOrderExport = fixedExport({
  service: 'WooCommerce’s orders',
  signs: [['Order Number', 'Order Status', 'Email (Billing)']],
  uses: {
    'Email (Billing)': 'email',
    'First Name (Billing)': 'first_name',
    'Last Name (Billing)': 'last_name',
    'Order Date': 'created',
    'Order Status': 'status',
  },
  statuses,
  note,
});

/** Order Export & Order Import for WooCommerce, and what copies its columns. */
const orderExportImport = fixedExport({
  service: 'WooCommerce’s orders',
  signs: [['order_number', 'order_date', 'status', 'billing_email']],
  uses: {
    billing_email: 'email',
    billing_first_name: 'first_name',
    billing_last_name: 'last_name',
    order_date: 'created',
    status: 'status',
  },
  statuses,
  note,
});

export const wooOrders = [advancedOrderExport, orderExportImport];
