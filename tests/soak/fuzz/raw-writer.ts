import type { ProblemCode } from '../../../supabase/functions/_shared/contract/problems.ts';
import type { RawExchange } from './raw-socket.ts';

/** What a request over a bare socket says, and what may come of it. */
export interface RawCase extends RawExchange {
  name: string;
  /** Who the body is about. */
  email: string;
  /**
   * The answers that may come; `own` is one that the HTTP server makes without the function.
   * Undefined: any below 500, or none but a closed connection.
   */
  due?: ('accepted' | 'closed' | 'own' | ProblemCode)[];
  /** Takes until the deadline of a body. */
  isSlow?: boolean;
}

export interface RawTarget {
  host: string;
  /** Where the function is, such as /ingest. */
  path: string;
  apiKey: string;
  person(): string;
}

/** Writes requests by hand and puts them into `cases`. */
export function rawWriter(target: RawTarget, cases: RawCase[]) {
  const { host, path, apiKey } = target;
  const auth = `authorization: Bearer ${apiKey}`;
  const json = 'content-type: application/json';
  const head = (
    fields: string[],
    line = `POST ${path}/identify HTTP/1.1`,
    hosts = [`host: ${host}`],
  ) => [line, ...hosts, auth, json, ...fields, '', ''].join('\r\n');
  const length = (body: string | Buffer) => `content-length: ${Buffer.byteLength(body)}`;
  const add = (
    name: string,
    make: (body: string, email: string) => RawExchange['steps'],
    more: Partial<RawCase> = {},
  ) => {
    const email = target.person();
    const body = JSON.stringify({ email, params: { note: name } });
    cases.push({ name, email, steps: make(body, email), then: 'wait', ...more });
  };
  /** A good body under these header fields. */
  const withFields = (name: string, fields: string[], more?: Partial<RawCase>) =>
    add(name, (body) => [head([...fields, length(body)]) + body], more);
  const withLine = (name: string, line: string, more?: Partial<RawCase>, hosts?: string[]) =>
    add(name, (body) => [head([length(body)], line, hosts) + body], more);
  const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
  const chunked = 'transfer-encoding: chunked';
  return { add, head, length, withFields, withLine, chunk, chunked };
}

export type RawWriter = ReturnType<typeof rawWriter>;
