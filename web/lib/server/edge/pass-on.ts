import { request as requestHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** Speak of one connection, or are written by whoever opens the next one (RFC 9110, 7.6.1). */
const OF_THE_CONNECTION = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'proxy-authenticate'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'host'],
]);
/** The visitor's own, or an address that anybody could make up. */
const NOT_PASSED_ON = /^(cookie|forwarded|x-forwarded-.*|x-real-ip|cf-.*|x-vercel-.*)$/;

const AGENTS = {
  'http:': new HttpAgent({ keepAlive: true }),
  'https:': new HttpsAgent({ keepAlive: true }),
};
/** Longer than the functions take for anything. */
const SILENCE_MS = 30_000;

/** The headers of a message without those that its own connection says are for it alone. */
function endToEnd(headers: Iterable<[string, string]>): [string, string][] {
  const all = [...headers].map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const named = all.filter(([name]) => name === 'connection').map(([, value]) => value);
  const own = new Set(
    named.flatMap((value) => value.toLowerCase().split(',')).map((name) => name.trim()),
  );
  return all.filter(([name]) => !OF_THE_CONNECTION.has(name) && !own.has(name));
}

/**
 * Asks `target` what this request asks, and resolves with its answer: both bodies are streamed as they
 * are, compressed or not, and redirects are the caller's to follow. `fetch` would change what it
 * passes. Rejects when nothing answers.
 */
export async function passOn(
  request: Request,
  target: URL,
  more: Record<string, string>,
): Promise<Response> {
  const headers: Record<string, string> = {};
  for (const [name, value] of endToEnd(request.headers)) {
    if (!NOT_PASSED_ON.test(name)) headers[name] = value;
  }
  const secure = target.protocol === 'https:';
  const upstream = (secure ? requestHttps : requestHttp)(target, {
    method: request.method,
    headers: { ...headers, ...more },
    agent: AGENTS[secure ? 'https:' : 'http:'],
    timeout: SILENCE_MS,
    signal: request.signal,
  });
  upstream.once('timeout', () => upstream.destroy(new Error('No answer in time.')));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve).on('error', reject);
  });
  if (request.body) {
    // An answer may come before the body was read; what is left of it is nobody's then.
    pipeline(Readable.fromWeb(request.body as ReadableStream), upstream).catch(() => {});
  } else {
    upstream.end();
  }
  return respond(await answered);
}

function respond(answer: IncomingMessage): Response {
  const { rawHeaders, statusCode = 502 } = answer;
  const pairs = rawHeaders.flatMap((name, i): [string, string][] =>
    i % 2 ? [] : [[name, rawHeaders[i + 1]!]],
  );
  const hasNoBody = [204, 205, 304].includes(statusCode);
  if (hasNoBody) answer.resume();
  const body = hasNoBody ? null : (Readable.toWeb(answer) as globalThis.ReadableStream);
  return new Response(body, { status: statusCode, headers: endToEnd(pairs) });
}
