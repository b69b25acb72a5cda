import { changeView, newCondition, parseView } from '$lib/filters';
import type { Import } from './imports.server.ts';

/** The address of the customers that an import created or updated. */
export function customersOf({ id, file_name }: Pick<Import, 'id' | 'file_name'>): string {
  const condition = { ...newCondition('import'), values: [id, file_name] };
  return `/customers${changeView(parseView(new URLSearchParams()), { conditions: [condition] })}`;
}
