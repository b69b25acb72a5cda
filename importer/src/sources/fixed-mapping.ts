import type { ColumnUse, Mapping } from '../table/mapping.ts';

/** The columns and the mapping of a source whose columns are always the same. */
export function fixedMapping(uses: Record<string, ColumnUse['use']>): {
  columns: string[];
  mapping: Mapping;
} {
  const columns = Object.keys(uses);
  return {
    columns,
    mapping: {
      columns: columns.map((key) => {
        const use = uses[key]!;
        const isDate = use === 'created' || use === 'seen';
        return { use, key, type: isDate ? { kind: 'date', order: 'day' } : { kind: 'text' } };
      }),
      statuses: { free: 'free', trial: 'trial', paid: 'paid', churned: 'churned' },
    },
  };
}
