// What the rest of the dashboard needs to know of filters. Each job is a file in lib/filters.
export {
  changeView,
  formatSort,
  formatView,
  isFiltered,
  NO_FILTER,
  pageFrom,
  parseView,
  startsDescending,
  type Page,
  type SortColumn,
  type View,
} from './filters/address.ts';
export { STATUSES, type Condition, type Status } from './filters/conditions.ts';
export { paramValue, toFilter } from './filters/sql.ts';
