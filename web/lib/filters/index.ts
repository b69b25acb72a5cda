// The only door to the filters: all that the rest of the dashboard may know of them.
export {
  changeView,
  formatView,
  isFiltered,
  NO_FILTER,
  pageFrom,
  parseLook,
  parseView,
  savedQuery,
  startsDescending,
  viewParts,
  type View,
} from './address.ts';
export {
  formatCondition,
  formatSort,
  parseRows,
  type Page,
  type SortColumn,
} from '$contract/filters/rows.ts';
export {
  clampWidth,
  COLUMNS,
  LEAST_WIDTH,
  MOST_WIDTH,
  moveColumn,
  projectOf,
  resizeColumn,
  widthOf,
  type Column,
  type Density,
} from './columns.ts';
export { paramColumn, paramOf, paramProjectOf } from '$contract/filters/param-column.ts';
export {
  cleanText,
  FIELDS,
  isComplete,
  isRange,
  MAX_CONDITIONS,
  needsNoValue,
  newCondition,
  OPERATORS,
  readCondition,
  ruleOf,
  type Condition,
  type Field,
} from '$contract/filters/conditions.ts';
export { formatLooks, looksCookie, parseLooks, withLook, type Looks } from './looks.ts';
export { numbersOf } from './numbers.ts';
export { beginCondition, mergeKeys, operatorsFor, type ParamKey } from './param-keys.ts';
export { ACTIVITY, askedParams, columnsOf } from './shown-columns.ts';
export { toFilter } from '$contract/filters/sql.ts';
export { heldTogether, isJoined, scopesFor, switchTogether } from './together.ts';
export { finishedPart, quoteTyped, readTyped, unfinishedPart } from '$contract/filters/typed.ts';
export {
  apiCall,
  filterQuery,
  rowsQuery,
  savedHref,
  savedViewOf,
  STANDARD_VIEWS,
  standardHref,
  standardViewOf,
  titleOf,
} from './views.ts';
export { scopeWords, sentenceOf, sentenceOfAll, wordsOf } from './words.ts';
