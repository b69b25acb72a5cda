import { fixedExport } from './known-export.ts';

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
