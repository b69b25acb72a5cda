import { fixedExport } from './known-export.ts';

/** Contacts. Whoever sells has been active on Last Activity Date, which is nobody's sign of life. */
export const hubspot = fixedExport({
  service: 'HubSpot',
  signs: [
    ['Record ID', 'First Name', 'Last Name', 'Email'],
    ['Record ID - Contact', 'Email'],
    ['Email', 'Lifecycle Stage', 'Contact owner'],
  ],
  uses: {
    Email: 'email',
    'First Name': 'first_name',
    'Last Name': 'last_name',
    'Create Date': 'created',
    'Lifecycle Stage': 'status',
    'Last Activity Date': 'param',
    'Last Modified Date': 'param',
  },
  statuses: {
    Subscriber: 'free',
    Lead: 'free',
    'Marketing Qualified Lead': 'free',
    'Sales Qualified Lead': 'free',
    Opportunity: 'free',
    Customer: 'paid',
  },
});
