/** What is known of one group of calls when it ends. Never an email, a key, or anything a caller sent. */
export interface GroupEntry {
  event: 'group';
  /** identify or ping. */
  kind: string;
  requests: number;
  calls: number;
  /** How many calls ended how. */
  outcomes: Record<string, number>;
  /** How long the first of them waited for the transaction to begin. */
  waited_ms: number;
  /** From the beginning of the transaction to its end. */
  ms: number;
  /** How many calls of this kind still waited when it began. */
  queue: number;
  /** Why the database did not write it: a SQLSTATE, or a code of the network. */
  reason?: string;
}

/** What is known of one request when it ends. As silent about what was sent as a group. */
export interface RequestEntry {
  event: 'request';
  request_id: string;
  method: string;
  /** One of the routes, or 'unknown'. */
  route: string;
  status: number;
  /** From the first look at the request to its answer, waiting for the database included. */
  ms: number;
  /** How many calls were refused for which problem, in a batch. */
  refused?: Record<string, number>;
  /** The code of the problem that answers the request. */
  code?: string;
  /** Why the database did not answer, or where the server made a mistake. */
  reason?: string;
  /** Of a webhook of Stripe: the id and type of the event, and what it did. */
  told?: object;
}
