import { fixedExport } from './known-export.ts';

/** Orders, a row for each of their lines. */
export const shopifyOrders = fixedExport({
  service: 'Shopify’s orders',
  signs: [['Name', 'Email', 'Financial Status', 'Lineitem name']],
  uses: { Email: 'email', Name: 'param', 'Billing Name': 'name', 'Created at': 'created' },
  note: 'Each row is a line of an order, and a purchase isn’t a subscription, so no status is set.',
});

/** Customers of a shop, whoever bought there and whoever did not. */
export const shopify = fixedExport({
  service: 'Shopify',
  signs: [
    ['Email', 'Accepts Email Marketing'],
    ['Email', 'Accepts Marketing', 'Total Spent'],
  ],
  uses: { Email: 'email', 'First Name': 'first_name', 'Last Name': 'last_name' },
  note: 'Money spent isn’t a subscription, so no status is set.',
});
