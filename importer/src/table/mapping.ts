import type { Status } from './statuses.ts';
import type { ColumnType } from './types.ts';

/** The use of one column. `key` names the param. */
export interface ColumnUse {
  use:
    | 'email'
    | 'name'
    | 'first_name'
    | 'last_name'
    | 'status'
    | 'created'
    | 'seen'
    /** One tag, or several with commas between them. */
    | 'tags'
    /** A note about the person. */
    | 'notes'
    | 'param'
    /** A JSON object of params. */
    | 'params'
    | 'skip';
  key: string;
  type: ColumnType;
}

/** The reading of a table: a use for each column, and a status for each word of the status column. */
export interface Mapping {
  columns: ColumnUse[];
  /** A word without a status here leaves the status as it is. */
  statuses: Record<string, Status>;
  /** False if no column but those of names holds NULL, so that one there is somebody’s. */
  hasNull?: boolean;
  /** True if other words are guessed, for sources that are not read as a whole beforehand. */
  guessesStatuses?: boolean;
}
