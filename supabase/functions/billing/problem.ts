/** Every way a request can be refused. A code never changes its meaning. */
export const PROBLEMS = {
  invalid_signature: [400, 'The signature is not Stripe’s'],
  invalid_body: [400, 'The body is not what this route takes'],
  unauthorized: [401, 'There is no valid session'],
  forbidden: [403, 'Only an owner may do this'],
  not_found: [404, 'There is nothing here'],
  billing_off: [404, 'Billing is off'],
  method_not_allowed: [405, 'The method is not allowed here'],
  already_subscribed: [409, 'There is a subscription already'],
  no_subscription: [409, 'There is no subscription yet'],
  body_too_large: [413, 'The body is too large'],
  internal_error: [500, 'The server made a mistake'],
  stripe_refused: [502, 'Stripe refused the request'],
  not_configured: [503, 'This server is not set up yet'],
  stripe_unavailable: [503, 'Stripe did not answer'],
  database_unavailable: [503, 'The database did not answer'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** A refusal. Thrown, it becomes the answer to the request. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  /** Why, for the log alone: a code, never what was sent. */
  readonly reason: string | undefined;

  /** `detail` tells a human what to do. It never quotes what was sent. */
  constructor(code: ProblemCode, detail: string, reason?: string) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.reason = reason;
  }

  /** The RFC 9457 document. */
  document(requestId: string): Record<string, unknown> {
    return {
      type: `https://tinycrm.dev/problems/${this.code}`,
      title: PROBLEMS[this.code][1],
      status: this.status,
      detail: this.message,
      code: this.code,
      request_id: requestId,
    };
  }
}
