import { fixedExport } from './known-export.ts';

/** Sales: each row is one, and who bought has paid. */
export const gumroad = fixedExport('Gumroad', ['Purchase Email', 'Item Name'], {
  'Purchase Email': 'email',
  'Buyer Name': 'name',
  'Purchase Date': 'created',
});
