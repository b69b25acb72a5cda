import assert from 'node:assert/strict';
import type { Reader } from '../_shared/database/reader.ts';
import { apiKeyChecksum } from '../_shared/http/api-key.ts';
import { createHandler } from '../_shared/http/handler.ts';
import { InvalidKeys } from '../_shared/http/invalid-keys.ts';
import type { RequestEntry } from '../_shared/http/log.ts';
import { ReadLimits } from '../_shared/http/read-limits.ts';
import type { Names } from './caller.ts';
import { createRoute } from './route.ts';

const made = (kind: string) => {
  const body = `tcrm_${kind}_${'a'.repeat(43)}`;
  return body + apiKeyChecksum(body);
};
export const READ_KEY = made('read');
export const PROJECT_KEY = made('proj');
export const PROJECT = '11111111-1111-4111-8111-111111111111';
export const NAMES: Names = {
  projects: [{ id: PROJECT, name: 'Inkwell' }],
  views: [{ name: 'Paying', query: 'f=status:is:paid' }],
  mrr_param: 'mrr',
  currency: 'USD',
};

/** What the database answers, by function; read.names answers NAMES unless told otherwise. */
export type Answers = Partial<Record<Parameters<Reader>[0], object>>;

/** The function with a database that answers so, its log, and what it was asked. */
export function mcpFunction(answers: Answers = {}) {
  const log: RequestEntry[] = [];
  const asked: unknown[][] = [];
  let now = 0;
  const reader = ((name: keyof Answers, ...values: unknown[]) => {
    if (name !== 'countCall') asked.push([name, ...values.slice(1)]);
    const answer = { names: NAMES, countCall: {}, ...answers }[name];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }) as Reader;
  // A minute between any two requests, so that no test meets the quota.
  const limits = new ReadLimits(new InvalidKeys(0), undefined, () => (now += 60_000));
  const route = createRoute({ reader, limits, dashboard: 'https://crm.example' });
  const handler = createHandler(new Map([['/mcp', route]]), (entry) => void log.push(entry));

  const send = (body: unknown, headers: Record<string, string> = {}, query = '') =>
    handler(
      new Request(`https://x.example/mcp${query}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${READ_KEY}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    );
  return {
    send,
    log,
    asked,
    call: (name: string, args: object = {}) => callTool(send, name, args),
  };
}

interface Result {
  structuredContent: Record<string, unknown>;
  content: { text: string }[];
  isError?: boolean;
}

async function callTool(
  send: (body: unknown) => Promise<Response>,
  name: string,
  args: object,
): Promise<Result> {
  const answer = await send(request('tools/call', { name, arguments: args }));
  assert.equal(answer.status, 200);
  return (await resultOf(answer)) as unknown as Result;
}

export function request(method: string, params: object = {}) {
  return { jsonrpc: '2.0', id: 1, method, params };
}

/** The result in an answer to a client of 2025, which comes as one event. */
export async function resultOf(answer: Response): Promise<Record<string, unknown>> {
  const text = await answer.text();
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  return JSON.parse(data).result;
}
