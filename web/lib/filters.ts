// What the rest of the dashboard needs to know of filters. Each job is a file in lib/filters.
export { changeView, isFiltered, NO_FILTER, parseView, type View } from './filters/address.ts';
export { STATUSES, type Status } from './filters/conditions.ts';
export { toFilter } from './filters/sql.ts';
