import { z } from 'zod';
import { hideBackslashKeys } from '$contract/backslash-keys.ts';
import { LIMITS } from '$contract/limits.ts';
import { Problem, validationProblem } from '$contract/problems.ts';
import { batchOf, createSchemas } from '$contract/schema.ts';
import { utf8LengthExceeds } from '$contract/utf8.ts';
import { fieldErrors, validate } from '$contract/validate.ts';

// The security policy of the pages forbids code made from text.
z.config({ jitless: true });

export interface DryAnswer {
  status: number;
  type: string;
  body: unknown;
}
interface Result {
  index: number;
  status: number;
}

/**
 * The API in the page: what it would answer to these bodies, by its own rules and without storing or
 * sending anything. It remembers who was identified, so that a second call is told from a first.
 */
export class DryRun {
  readonly #known = new Set<string>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  answer(path: string, text: string): DryAnswer {
    try {
      return { status: 200, type: 'application/json', ...this.#write(path, text) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const body = error.document(crypto.randomUUID());
      return { status: error.status, type: 'application/problem+json', body };
    }
  }

  #write(path: string, text: string): { status?: number; body: unknown } {
    const schemas = createSchemas(this.#now);
    if (path === '/batch')
      return this.#batch(schemas, parse(text, LIMITS.bodyBytes, batchTooLarge));
    const value = parse(text, LIMITS.callBytes, callTooLarge);
    const call = validate(path === '/ping' ? schemas.ping : schemas.identify, value);
    if (call instanceof Problem) throw call;
    return { body: path === '/ping' ? this.#ping(call) : this.#identify(call) };
  }

  #batch(schemas: ReturnType<typeof createSchemas>, value: unknown) {
    const envelope = batchOf(z.unknown()).safeParse(value);
    if (!envelope.success) throw validationProblem(fieldErrors(envelope.error));
    const read = envelope.data.calls.map((item, index) => {
      const call = validate(schemas.batchCall, item, `/calls/${index}`);
      const large = utf8LengthExceeds(JSON.stringify(item), LIMITS.callBytes);
      return call instanceof Problem || !large ? call : callTooLarge();
    });
    const results: Result[] = [];
    // As the API does it: a ping finds whom an identify of the same batch creates.
    for (const type of ['identify', 'ping']) {
      read.forEach((call, index) => {
        if (call instanceof Problem) {
          const { status, code, message: detail, errors } = call;
          results[index] = { index, status, ...{ error: { code, detail, errors } } };
        } else if (call.type === type) {
          const body = type === 'ping' ? this.#ping(call) : this.#identify(call);
          results[index] = { index, status: 200, ...body };
        }
      });
    }
    const accepted = results.filter(({ status }) => status === 200).length;
    if (!accepted) {
      const detail = 'Every call in the batch is invalid. See results for each one.';
      throw new Problem('no_call_accepted', detail, { members: { results } });
    }
    return { status: accepted === results.length ? 200 : 207, body: { results } };
  }

  #identify({ email }: { email: string }) {
    const created = !this.#known.has(email);
    this.#known.add(email);
    return { created };
  }

  #ping({ email }: { email: string }) {
    return { updated: this.#known.has(email) };
  }
}

function parse(text: string, limit: number, tooLarge: () => Problem): unknown {
  if (utf8LengthExceeds(text, limit)) throw tooLarge();
  try {
    return JSON.parse(hideBackslashKeys(text));
  } catch {
    const empty = text.trim() === '';
    throw new Problem(
      'invalid_json',
      empty ? 'The body is empty. Send a JSON object.' : 'The body is not valid JSON.',
    );
  }
}

// Worded as in write-request.ts, which cannot run in a browser; dry-run.test.ts holds them together.
function callTooLarge(): Problem {
  const detail = `A call can be at most ${LIMITS.callBytes} bytes. Send fewer or smaller params.`;
  return new Problem('call_too_large', detail);
}

function batchTooLarge(): Problem {
  const detail = `A batch can be at most ${LIMITS.bodyBytes} bytes. Send fewer calls per batch.`;
  return new Problem('body_too_large', detail);
}
