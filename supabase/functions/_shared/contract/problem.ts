/** Every way a call can be refused. A code never changes its meaning: clients branch on it. */
export const PROBLEMS = {
  invalid_json: [400, 'The body is not JSON'],
  invalid_utf8: [400, 'The body is not UTF-8'],
  incomplete_body: [400, 'The body did not arrive whole'],
  unauthorized: [401, 'The API key is not valid'],
  invalid_signature: [401, 'The delivery is not signed as it should be'],
  payment_required: [402, 'The account of this project has no subscription'],
  not_found: [404, 'There is nothing here'],
  method_not_allowed: [405, 'The method is not allowed here'],
  request_timeout: [408, 'The body took too long'],
  body_too_large: [413, 'The body is too large'],
  call_too_large: [413, 'The call is too large'],
  unsupported_media_type: [415, 'The body must be application/json'],
  unsupported_content_encoding: [415, 'The body must not be compressed'],
  validation_failed: [422, 'The call breaks a rule'],
  params_too_large: [422, 'The params of this customer would grow too large'],
  no_call_accepted: [422, 'No call of this batch was accepted'],
  rate_limited: [429, 'This project sends too many calls'],
  too_many_invalid_keys: [429, 'Too many requests without a valid API key or signature'],
  internal_error: [500, 'The server made a mistake'],
  overloaded: [503, 'The server is busy'],
  database_unavailable: [503, 'The database did not answer'],
  not_configured: [503, 'This server is not set up yet'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One fault. `pointer` is a JSON Pointer (RFC 6901) into the request body; '' is the whole body. */
export interface FieldError {
  pointer: string;
  detail: string;
}

interface Extras {
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** More members of the problem document. */
  members?: Record<string, unknown>;
}

/** A refusal. Thrown, it becomes the answer to the request. */
export class Problem extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string> | undefined;
  readonly members: Record<string, unknown> | undefined;

  /** `detail` tells a human what to do. It never quotes an email or a key. */
  constructor(code: ProblemCode, detail: string, extras: Extras = {}) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.errors = extras.errors;
    this.headers = extras.headers;
    this.members = extras.members;
  }

  /** The RFC 9457 document. */
  document(requestId: string): Record<string, unknown> {
    return {
      type: `https://tinycrm.dev/problems/${this.code}`,
      title: PROBLEMS[this.code][1],
      status: this.status,
      detail: this.message,
      code: this.code,
      errors: this.errors,
      ...this.members,
      request_id: requestId,
    };
  }
}

/** The faults of one call as one problem. Its detail repeats the first: many logs keep only that. */
export function validationProblem(errors: FieldError[]): Problem {
  const [first] = errors;
  const where = first?.pointer ? `${first.pointer}: ` : '';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  return new Problem('validation_failed', `${where}${first?.detail}${more}`, { errors });
}

/** Missing, malformed, unknown, expired and revoked keys look the same from outside. */
export function unauthorized(): Problem {
  return new Problem(
    'unauthorized',
    'Send a live API key of your project as "Authorization: Bearer tcrm_proj_…". Make one on the Projects page.',
    { headers: { 'www-authenticate': 'Bearer' } },
  );
}

/** The trial or the subscription of the account ended two weeks ago. Trying again does not help. */
export function paymentRequired(): Problem {
  return new Problem(
    'payment_required',
    'The trial or subscription of this account ended more than 14 days ago, so new calls are refused. What is stored is kept. The owner can subscribe on the Billing page; calls are accepted again at once.',
  );
}
