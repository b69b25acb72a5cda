/**
 * The Edge Functions: `ingest` takes calls, `receive` deliveries of services, `billing` what is paid,
 * `read` answers read keys, and `mcp` assistants that bring one.
 */
export type EdgeFunction = 'ingest' | 'receive' | 'billing' | 'read' | 'mcp';

/**
 * Every way a request can be refused: its status, its title, and the functions that refuse so. A
 * code never changes its meaning: clients branch on it.
 */
export const PROBLEMS = {
  invalid_json: [400, 'The body is not JSON', 'ingest', 'mcp'],
  invalid_utf8: [400, 'The body is not UTF-8', 'ingest', 'receive', 'billing', 'mcp'],
  incomplete_body: [400, 'The body is incomplete', 'ingest', 'receive', 'billing', 'mcp'],
  invalid_body: [400, 'The body is not valid for this route', 'billing', 'mcp'],
  unauthorized: [401, 'No valid API key or session', 'ingest', 'billing', 'read', 'mcp'],
  invalid_signature: [401, 'Invalid signature', 'receive', 'billing'],
  payment_required: [402, 'This account needs a subscription', 'ingest', 'receive', 'read', 'mcp'],
  forbidden: [403, 'Not allowed', 'billing', 'read'],
  origin_not_allowed: [403, 'This web page may not connect', 'mcp'],
  not_found: [404, 'Not found', 'ingest', 'receive', 'billing', 'read', 'mcp'],
  billing_off: [404, 'Billing is off', 'billing'],
  view_deleted: [410, 'The view was deleted', 'read'],
  method_not_allowed: [405, 'Method not allowed', 'ingest', 'receive', 'billing', 'read', 'mcp'],
  request_timeout: [408, 'The body took too long', 'ingest', 'receive', 'billing', 'mcp'],
  already_subscribed: [409, 'Already subscribed', 'billing'],
  no_subscription: [409, 'No subscription yet', 'billing'],
  body_too_large: [413, 'The body is too large', 'ingest', 'receive', 'billing', 'mcp'],
  call_too_large: [413, 'The call is too large', 'ingest'],
  unsupported_media_type: [415, 'The body must be application/json', 'ingest', 'mcp'],
  unsupported_content_encoding: [415, 'The body must not be compressed', 'ingest', 'mcp'],
  validation_failed: [422, 'Invalid call', 'ingest'],
  params_too_large: [422, 'The customer’s params would be too large', 'ingest'],
  no_call_accepted: [422, 'No call in this batch was accepted', 'ingest'],
  invalid_query: [422, 'The query isn’t understood', 'read'],
  rate_limited: [429, 'Too many calls', 'ingest', 'read', 'mcp'],
  too_many_invalid_keys: [
    429,
    'Too many requests without a valid API key or signature',
    'ingest',
    'receive',
    'read',
    'mcp',
  ],
  internal_error: [500, 'Server error', 'ingest', 'receive', 'billing', 'read', 'mcp'],
  stripe_refused: [502, 'Stripe rejected the request', 'billing'],
  overloaded: [503, 'The server is busy', 'ingest', 'receive', 'billing'],
  database_unavailable: [
    503,
    'The database didn’t respond',
    'ingest',
    'receive',
    'billing',
    'read',
    'mcp',
  ],
  not_configured: [
    503,
    'This server isn’t set up yet',
    'ingest',
    'receive',
    'billing',
    'read',
    'mcp',
  ],
  stripe_unavailable: [503, 'Stripe didn’t respond', 'billing'],
} as const satisfies Record<string, readonly [status: number, title: string, ...EdgeFunction[]]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The codes that a function can answer, in the order of their statuses. */
export function codesOf(by: EdgeFunction): ProblemCode[] {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return codes.filter((code) => (PROBLEMS[code] as readonly unknown[]).includes(by));
}

/**
 * One fault. `pointer` is a JSON Pointer (RFC 6901) into the request body, or into the parameters of a
 * query; '' is the whole of it.
 */
export interface FieldError {
  pointer: string;
  detail: string;
}

interface Extras {
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** More members of the problem document. */
  members?: Record<string, unknown>;
  /** The reason, for the log alone: a code, never what was sent. */
  reason?: string;
}

/** A refusal. Thrown, it becomes the answer to the request. */
export class Problem extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string> | undefined;
  readonly members: Record<string, unknown> | undefined;
  readonly reason: string | undefined;

  /** `detail` tells a human what to do. It never quotes an email or a key. */
  constructor(code: ProblemCode, detail: string, extras: Extras = {}) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.errors = extras.errors;
    this.headers = extras.headers;
    this.members = extras.members;
    this.reason = extras.reason;
  }

  /** The RFC 9457 document. */
  document(requestId: string): Record<string, unknown> {
    return {
      type: `https://app.tinycrm.dev/problems/${this.code}`,
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
    'Send a live API key of your project as "Authorization: Bearer tcrm_proj_…". Create one on the Projects page.',
    { headers: { 'www-authenticate': 'Bearer' } },
  );
}

/** The trial or the subscription of the account ended two weeks ago. Trying again does not help. */
export function paymentRequired(): Problem {
  return new Problem(
    'payment_required',
    'This account’s trial or subscription ended more than 14 days ago, so new calls are rejected. Stored data is kept. Once an owner subscribes on the Billing page, calls are accepted again immediately.',
  );
}
