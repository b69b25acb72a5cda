/** One thing that is wrong with a call. */
export interface Fault {
  /** A JSON Pointer into the call, such as `/email`. */
  pointer: string;
  detail: string;
}

/** A customer of an `identifyMany` list that TinyCRM refused. */
export interface Refused {
  /** The place in your list, from 0. */
  index: number;
  status: number;
  error: { code: string; detail: string; errors?: Fault[] };
}

/** The only thing that a call rejects with. */
export class TinyCRMError extends Error {
  /**
   * The reason, in a word that stays: `missing_api_key`, `invalid_call` (the arguments are not
   * JSON), `timeout`, `network_error`, `refused`, a code of the API such as `unauthorized`, or
   * `http_` and the status when something else than the API answered.
   */
  declare readonly code: string;
  /** The HTTP status, when there was an answer. */
  declare readonly status?: number;
  /** The answer's `x-request-id`. */
  declare readonly requestId?: string | null;
  /** Milliseconds that the API asked to wait. */
  declare readonly retryAfter?: number;
  /** The number of times the request was sent. */
  declare readonly attempts?: number;
  /** The faults that the API found in the call. */
  declare readonly errors?: Fault[];
  /** With `refused`, those of the list that were refused. All others are stored. */
  declare readonly refused?: Refused[];
  /** The error that was thrown below. */
  declare readonly cause?: unknown;

  name = 'TinyCRMError';
}
