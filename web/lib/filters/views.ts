/** The views that everybody has. The others are saved by name: see lib/server/views.ts. */
export const STANDARD_VIEWS = [
  { name: 'All', query: '' },
  { name: 'Paying', query: '?f=status:is:paid' },
  { name: 'Trials', query: '?f=status:is:trial' },
  { name: 'Multi-product', query: '?f=project_count:at_least:2' },
  { name: 'Gone quiet', query: '?f=status:is:trial,paid&f=last_activity:more_than:30' },
] as const;
