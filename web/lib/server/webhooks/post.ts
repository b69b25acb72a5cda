import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Target } from './guard.ts';

/** How an attempt ended. Without a status nothing was answered, and `answer` says why. */
export interface Answer {
  status: number | null;
  answer: string;
  tookMs: number;
  /** Seconds that the answer asks to wait. */
  retryAfter?: number;
}

const TIMEOUT_MS = 15_000;
const MAX_ANSWER = 4096;

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was closed before an answer came.',
  ENETUNREACH: 'The host couldn’t be reached.',
  EHOSTUNREACH: 'The host couldn’t be reached.',
  ETIMEDOUT: 'The host couldn’t be reached.',
};

/** Why nothing was answered, in a sentence without addresses. */
function reasonOf({ code = '' }: NodeJS.ErrnoException): string {
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return `The TLS certificate of this host isn’t valid (${code}).`;
  }
  return REASONS[code] ?? 'The connection failed.';
}

/** Posts a body to a guarded target, by the address that was looked at. A redirect is an answer like others. */
export function post(
  { url, address, family }: Target,
  body: string,
  headers: Record<string, string>,
  timeoutMs = TIMEOUT_MS,
): Promise<Answer> {
  const begin = performance.now();
  return new Promise((resolve) => {
    let status: number | null = null;
    let retryAfter: number | undefined;
    let answer = '';
    const end = (reason = '') => {
      clearTimeout(timer);
      // U+0000 is no text to Postgres.
      const text = (status === null ? reason : answer).replaceAll('\0', '').slice(0, MAX_ANSWER);
      const tookMs = Math.round(performance.now() - begin);
      resolve({ status, answer: text, tookMs, retryAfter });
      sending.destroy();
    };
    const timer = setTimeout(
      () => end(`Nothing was answered within ${timeoutMs / 1000} seconds.`),
      timeoutMs,
    );
    const send = url.protocol === 'https:' ? requestTls : requestPlain;
    const sending = send(url, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'TinyCRM-Webhooks',
        ...headers,
      },
      lookup: (_host, options, found) =>
        options.all ? found(null, [{ address, family }]) : found(null, address, family),
    });
    sending.on('response', (response) => {
      status = response.statusCode ?? null;
      retryAfter = readRetryAfter(response.headers['retry-after']);
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        answer += part;
        if (answer.length >= MAX_ANSWER) end();
      });
      response.on('end', () => end());
      response.on('error', () => end());
    });
    sending.on('error', (error) => end(reasonOf(error)));
    sending.end(body);
  });
}

/** The seconds of a Retry-After header, which may be a date. */
function readRetryAfter(value = ''): number | undefined {
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(Math.ceil(seconds), 86_400) : undefined;
}
