import type { Navigation } from '@sveltejs/kit';
import { parseView, rowsQuery } from '$lib/filters';

/** True if a navigation changes the rows, and not just a panel, the columns or the layout. */
export function loadsRows({
  from,
  to,
}: Pick<Navigation, 'from' | 'to'> | Record<'from' | 'to', null>) {
  if (to?.route.id !== '/(app)/customers' || !from) return false;
  return rowsQuery(parseView(to.url.searchParams)) !== rowsQuery(parseView(from.url.searchParams));
}
