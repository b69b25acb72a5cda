import { Problem, type ProblemCode, PROBLEMS } from './problem.ts';

/** On every response. */
export const problemHeaders = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };

const RETRY_AFTER = {
  description: 'Seconds to wait before trying again.',
  schema: { type: 'integer' },
};

const HEADERS: Record<number, Record<string, { description: string; schema: object }>> = {
  401: { 'www-authenticate': { description: 'Always "Bearer".', schema: { type: 'string' } } },
  405: { allow: { description: 'The methods that work here.', schema: { type: 'string' } } },
  429: { 'retry-after': RETRY_AFTER },
  503: { 'retry-after': RETRY_AFTER },
};

/** References to the shared responses of these statuses, for an operation. */
export function problems(statuses: number[]): Record<number, object> {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
}

/** One shared response for each status a call can be refused with, an example for each code. */
export function problemResponses(): Record<string, object> {
  const byStatus = Map.groupBy(Object.keys(PROBLEMS) as ProblemCode[], (code) => PROBLEMS[code][0]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [`Problem${status}`, problemResponse(status, codes)]),
  );
}

function problemResponse(status: number, codes: ProblemCode[]): object {
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}.`).join(' '),
    headers: { ...problemHeaders, ...HEADERS[status] },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: example(code) }])),
      },
    },
  };
}

function example(code: ProblemCode): object {
  return new Problem(code, `${PROBLEMS[code][1]}.`).document(
    '2f1c6d0e-8f4b-4c1a-9a53-0c5a1d6b7e21',
  );
}
