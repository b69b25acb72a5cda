import assert from 'node:assert/strict';
import {
  batchAnswerSchema,
  identifyAnswerSchema,
  pingAnswerSchema,
  problemDocumentSchema,
} from '../../../supabase/functions/_shared/contract/answers.ts';
import { PROBLEMS } from '../../../supabase/functions/_shared/contract/problems.ts';
import type { Reply } from '../http-client.ts';
import { resolves } from './pointer.ts';
import type { Shot, Verdict } from './shot.ts';

type ProblemBody = ReturnType<typeof problemDocumentSchema.parse>;
export type BatchResult = ReturnType<typeof batchAnswerSchema.parse>['results'][number];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HEADERS_OF: Record<string, string[]> = {
  unauthorized: ['www-authenticate'],
  method_not_allowed: ['allow'],
  unsupported_media_type: ['accept'],
  unsupported_content_encoding: ['accept-encoding'],
};

/** Throws unless the answer has the form that every answer has, whatever was sent. */
export function judgeForm({ status, headers, body }: Reply, isHead = false): void {
  assert.ok(status < 500, `a ${status} was answered`);
  const id = headers['x-request-id'];
  assert.match(String(id), UUID, 'x-request-id');
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  assert.equal(headers['content-type'], type, `content type of a ${status}`);
  if (status < 400 || isHead) return;

  const problem = problemDocumentSchema.strict().parse(body);
  assert.equal(problem.request_id, id);
  assert.equal(problem.status, status);
  assert.deepEqual([problem.status, problem.title], PROBLEMS[problem.code].slice(0, 2));
  assert.ok(problem.type.endsWith(`/${problem.code}`), problem.type);
  assert.ok(problem.detail.length > 10 && problem.detail.length < 500, problem.detail);
  for (const name of HEADERS_OF[problem.code] ?? []) assert.ok(headers[name], `no ${name}`);
}

/** Throws unless each fault is told with a pointer to where it is in the body, which was `sent`. */
export function judgePointers({ status, body }: Reply, sent: unknown): void {
  if (status < 400) return;
  const problem = body as ProblemBody;
  assert.ok(sent !== undefined || problem.code !== 'validation_failed', 'the body is no JSON');
  judgeErrors(problem, sent);
  for (const result of problem.results ?? []) judgeErrors(result.error, sent);
}

function judgeErrors(refusal: Pick<ProblemBody, 'errors'> | undefined, sent: unknown): void {
  const errors = refusal?.errors ?? [];
  assert.ok(errors.length <= 20, `${errors.length} errors`);
  for (const { pointer, detail } of errors) {
    assert.ok(resolves(pointer, sent), `the pointer ${pointer} leads nowhere`);
    assert.ok(detail.length > 5, 'no detail');
  }
}

/** Throws unless the answer is the one that was due. Returns how each call of a batch fared. */
export function judgeVerdict(shot: Shot, { status, body }: Reply, sent: unknown): BatchResult[] {
  const code = status < 400 ? 'accepted' : (body as ProblemBody).code;
  const due = shot.calls ? codeOfBatch(shot.calls) : shot.verdict;
  if (due !== undefined) {
    assert.ok(due === code || due.includes(code as never), `${code}, not ${String(due)}`);
  }
  if (shot.route !== '/batch') {
    if (status === 200) {
      (shot.route === '/ping' ? pingAnswerSchema : identifyAnswerSchema).strict().parse(body);
    }
    return [];
  }
  if (status >= 400 && code !== 'no_call_accepted') return [];
  const { results } = batchAnswerSchema.parse(body);
  judgeResults(shot, status, results, sent);
  return results;
}

function judgeResults(shot: Shot, status: number, results: BatchResult[], sent: unknown): void {
  const { calls } = sent as { calls: unknown[] };
  assert.deepEqual(
    results.map(({ index }) => index),
    calls.map((_, i) => i),
    'one result for each call, in order',
  );
  const accepted = results.filter((result) => result.status === 200).length;
  const dueStatus = accepted === results.length ? 200 : accepted > 0 ? 207 : 422;
  assert.equal(status, dueStatus, `${accepted} of ${results.length} were accepted`);
  for (const { index, status, created, updated, error } of results) {
    const due = shot.calls?.[index];
    const was = error?.code ?? 'accepted';
    if (due !== undefined) {
      assert.ok(
        due === was || due.includes(was as never),
        `call ${index}: ${was}, not ${String(due)}`,
      );
    }
    assert.equal(status, error ? PROBLEMS[error.code][0] : 200, `status of call ${index}`);
    assert.equal(Number(created !== undefined) + Number(updated !== undefined), error ? 0 : 1);
    judgeErrors(error, sent);
  }
}

function codeOfBatch(calls: Verdict[]): Verdict {
  if (calls.includes(undefined)) return undefined;
  return calls.includes('accepted') ? 'accepted' : ['no_call_accepted'];
}
