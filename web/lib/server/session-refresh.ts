import { hasAttempts, takeAttempt } from './attempts.ts';
import { forwardVisitor, type Visitor } from './auth-fetch.ts';

const REFRESH = /\/auth\/v1\/token\?grant_type=refresh_token$/;

/**
 * The renewal of the session of one request. An answer that says nothing about the session must not
 * end it: that Auth is busy, broken or away, or that too many made-up ones came from this visitor.
 */
export class SessionRefresh {
  #visitor: Visitor;
  #forward: typeof fetch;
  #wasPutOff = false;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
    this.#forward = forwardVisitor(visitor);
  }

  /** True if a renewal got no answer, so that the session that ended in here goes on in the browser. */
  get wasPutOff(): boolean {
    return this.#wasPutOff;
  }

  fetch: typeof fetch = async (input, init) => {
    if (!REFRESH.test(String(input))) return this.#forward(input, init);
    if (!(await hasAttempts(this.#visitor, 'refresh'))) return this.#putOff();
    const answer = await this.#forward(input, init).catch(() => null);
    if (!answer || answer.status === 429 || answer.status >= 500) return this.#putOff();
    // Made-up sessions would use up what Auth gives everybody, as wrong passwords do.
    if (!answer.ok) await takeAttempt(this.#visitor, 'refresh');
    return answer;
  };

  #putOff(): Response {
    this.#wasPutOff = true;
    // As Auth says it is busy: an error of 5xx is repeated for half a minute while the page waits.
    const problem = { error_code: 'over_request_rate_limit', msg: 'The session is renewed later.' };
    return Response.json(problem, { status: 429 });
  }
}
