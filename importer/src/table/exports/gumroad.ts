import { fixedExport } from './known-export.ts';

/** Sales: each row is one, and who bought has paid. */
export const gumroad = fixedExport({
  service: 'Gumroad',
  signs: [['Purchase Email', 'Item Name']],
  uses: { 'Purchase Email': 'email', 'Buyer Name': 'name', 'Purchase Date': 'created' },
});
