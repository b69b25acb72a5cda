// The only door to the filters: all that the rest of the dashboard may know of them.
export {
  changeView,
  formatCondition,
  formatSort,
  formatView,
  isFiltered,
  NO_FILTER,
  pageFrom,
  parseLook,
  parseRows,
  parseView,
  savedQuery,
  startsDescending,
  viewParts,
  type Page,
  type SortColumn,
  type View,
} from './address.ts';
export {
  clampWidth,
  COLUMNS,
  moveColumn,
  paramOf,
  projectOf,
  resizeColumn,
  standardColumns,
  widthOf,
  type Column,
  type Layout,
} from './columns.ts';
export {
  cleanText,
  FIELDS,
  isComplete,
  isRange,
  MAX_CONDITIONS,
  needsNoValue,
  newCondition,
  OPERATORS,
  ruleOf,
  type Condition,
  type Field,
} from './conditions.ts';
export { numbersOf } from './numbers.ts';
export { beginCondition, mergeKeys, operatorsFor, type ParamKey } from './param-keys.ts';
export { toFilter } from './sql.ts';
export { quoteTyped, readTyped } from './typed.ts';
export {
  filterQuery,
  rowsQuery,
  savedHref,
  savedViewOf,
  STANDARD_VIEWS,
  standardHref,
  standardViewOf,
  titleOf,
} from './views.ts';
export { scopeWords, sentenceOf, wordsOf } from './words.ts';
