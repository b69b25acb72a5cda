/** The log entry of one group of calls. Never holds an email, a key, or anything a caller sent. */
export interface GroupEntry {
  event: 'group';
  /** identify, ping, import, or refusals: what was to be told of refused calls, which only fails here. */
  kind: string;
  requests: number;
  calls: number;
  /** The number of calls by outcome. */
  outcomes: Record<string, number>;
  /** The time that the first of them waited for the transaction to begin. */
  waited_ms: number;
  /** From the beginning of the transaction to its end. */
  ms: number;
  /** The number of calls of this kind that still waited when it began. */
  queue: number;
  /** The reason why the database did not write it: a SQLSTATE, or a code of the network. */
  reason?: string;
}

/** The log entry of one request. As silent about what was sent as that of a group. */
export interface RequestEntry {
  event: 'request';
  request_id: string;
  method: string;
  /** One of the routes, or 'unknown'. */
  route: string;
  status: number;
  /** From the first look at the request to its answer, waiting for the database included. */
  ms: number;
  /** The number of refused calls by problem, in a batch. */
  refused?: Record<string, number>;
  /** The code of the problem that answers the request. */
  code?: string;
  /** The reason why the database did not answer, or the place where the server made a mistake. */
  reason?: string;
  /** Of a webhook of Stripe: the id and type of the event, and what it did. */
  webhook?: object;
}
