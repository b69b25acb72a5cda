import { gzipSync } from 'node:zlib';
import type { ProblemCode } from '../../../supabase/functions/ingest/problem.ts';
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

const SECOND = 1000;

/** Everything that people do to HTTP by hand. */
export function rawCases(target: RawTarget): RawCase[] {
  const { host, path, apiKey } = target;
  const cases: RawCase[] = [];
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

  // Bodies that come slowly, and those that never come whole.
  const pieces = (text: string, every: number) =>
    text.match(/.{1,9}/gs)!.flatMap((piece) => [every, piece]);
  add('pieces', (body) => [head([length(body)]), ...pieces(body, 60)], { due: ['accepted'] });
  add(
    'pieces in chunks',
    (body) => [
      head([chunked]),
      ...pieces(body, 60).map((piece) => (typeof piece === 'number' ? piece : chunk(piece))),
      '0\r\n\r\n',
    ],
    { due: ['accepted'] },
  );
  add('one byte at a time', (body) => [...(head([length(body)]) + body)], { due: ['accepted'] });
  const slow = { isSlow: true, due: ['request_timeout', 'closed'] } satisfies Partial<RawCase>;
  add('a body that never comes', (body) => [head([length(body)])], slow);
  add('chunks that never come', () => [head([chunked])], slow);
  add(
    'a byte a second',
    (body) => [head([length(body)]), ...[...body].slice(0, 20).flatMap((byte) => [SECOND, byte])],
    slow,
  );
  add(
    'a chunk a second',
    (body) => [head([chunked]), ...[...body].slice(0, 20).flatMap((byte) => [SECOND, chunk(byte)])],
    slow,
  );
  add(
    'one byte less than told',
    (body) => [head([`content-length: ${Buffer.byteLength(body) + 1}`]) + body],
    slow,
  );
  add('no last chunk', (body) => [head([chunked]) + chunk(body)], slow);
  const cut = { due: ['incomplete_body', 'closed', 'own'] } satisfies Partial<RawCase>;
  for (const then of ['end', 'destroy'] as const) {
    add(
      `cut off in the middle (${then})`,
      (body) => [head([length(body)]) + body.slice(0, 20), 50],
      { then, ...cut },
    );
    add(`cut off before the body (${then})`, (body) => [head([length(body)]), 50], {
      then,
      ...cut,
    });
    add(`cut off between chunks (${then})`, (body) => [head([chunked]) + chunk(body), 50], {
      then,
      ...cut,
    });
    add(
      `cut off in a chunk (${then})`,
      (body) => [head([chunked]) + chunk(body).slice(0, 20), 50],
      { then, ...cut },
    );
    add(`cut off in the headers (${then})`, () => [head([]).slice(0, -20), 50], { then });
    add(`gone before the answer (${then})`, (body) => [head([length(body)]) + body], { then });
  }
  add(
    'slow, with a wrong key',
    (body) => [head([length(body)]).replace(apiKey, 'wrong'), 50, body.slice(0, 5)],
    { due: ['unauthorized'] },
  );

  // Lengths that lie.
  add('a shorter length', (body) => [head(['content-length: 10']) + body], {
    due: ['invalid_json', 'own'],
  });
  add('no length', (body) => [head([]) + body], { due: ['invalid_json', 'own'] });
  add('a length of nothing', (body) => [head(['content-length: 0']) + body], {
    due: ['invalid_json', 'own'],
  });
  for (const value of [
    '-1',
    '+5',
    '1e3',
    '0x10',
    'NaN',
    '',
    '5, 5',
    '99999999999999999999',
    '18446744073709551616',
  ]) {
    add(`content-length: ${value}`, (body) => [head([`content-length: ${value}`]) + body], {
      then: 'end',
    });
  }
  add('a length of a terabyte', (body) => [head(['content-length: 1099511627776']) + body], {
    due: ['call_too_large', 'closed'],
  });
  add('two lengths', (body) => [head([length(body), 'content-length: 5']) + body], { then: 'end' });
  add('a length twice', (body) => [head([length(body), length(body)]) + body], { then: 'end' });
  add(
    'a length and chunks',
    (body) => [head([length(body), chunked]) + chunk(body) + '0\r\n\r\n'],
    { then: 'end' },
  );
  for (const value of [
    'gzip, chunked',
    'chunked, chunked',
    'identity',
    'xchunked',
    ' chunked ',
    '\x0bchunked',
    'CHUNKED',
    'chunked;q=1',
    'chunked, identity',
    '',
  ]) {
    add(
      `transfer-encoding: ${value}`,
      (body) => [head([`transfer-encoding: ${value}`]) + chunk(body) + '0\r\n\r\n', 300],
      { then: 'end' },
    );
  }
  add(
    'two transfer-encodings',
    (body) => [head([chunked, 'transfer-encoding: identity']) + chunk(body) + '0\r\n\r\n', 300],
    { then: 'end' },
  );
  for (const size of [
    'zz',
    '-1',
    'FFFFFFFFFFFFFFFF',
    'fffffffffffffffff',
    '0x5',
    '5 5',
    '',
    '7fffffffffffffff',
  ]) {
    add(
      `a chunk of size "${size}"`,
      (body) => [head([chunked]) + `${size}\r\n${body}\r\n0\r\n\r\n`, 300],
      { then: 'end' },
    );
  }
  add(
    'chunks with extensions',
    (body) => [
      head([chunked]) +
        `${Buffer.byteLength(body).toString(16)};a="b";c\r\n${body}\r\n0;last\r\n\r\n`,
      300,
    ],
    { then: 'end' },
  );
  add(
    'a very long chunk extension',
    (body) => [
      head([chunked]) +
        `${Buffer.byteLength(body).toString(16)};${'x'.repeat(200_000)}\r\n${body}\r\n0\r\n\r\n`,
      300,
    ],
    { then: 'end' },
  );
  add(
    'trailers',
    (body) => [
      head([chunked, 'trailer: x']) + chunk(body) + '0\r\nx: 1\r\nauthorization: Bearer x\r\n\r\n',
    ],
    { due: ['accepted'] },
  );
  add(
    'very many trailers',
    (body) => [head([chunked]) + chunk(body) + '0\r\n' + 'x: 1\r\n'.repeat(20_000) + '\r\n', 300],
    { then: 'end' },
  );
  add(
    'very many tiny chunks',
    (body) => [head([chunked]) + [...body].map(chunk).join('') + '0\r\n\r\n'],
    { due: ['accepted'] },
  );

  // Bodies past their limits whose length is not told.
  add('chunks past 32 KB', () => [head([chunked]) + chunk('x'.repeat(33 * 1024)) + '0\r\n\r\n'], {
    due: ['call_too_large'],
  });
  add(
    'chunks past 500 KB',
    () => [
      head([chunked], `POST ${path}/batch HTTP/1.1`),
      chunk('x'.repeat(300_000)),
      chunk('x'.repeat(300_000)),
      '0\r\n\r\n',
    ],
    { due: ['body_too_large'] },
  );
  add(
    'chunks without end',
    () => [
      head([chunked]),
      ...Array.from({ length: 200 }, () => [chunk('x'.repeat(16_384)), 5]).flat(),
    ],
    { due: ['call_too_large', 'closed'] },
  );
  const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
  add('a gzip bomb', () => [head(['content-encoding: gzip', length(bomb)]), bomb], {
    due: ['unsupported_content_encoding'],
  });
  add(
    'a gzip bomb in chunks',
    () => [
      head(['content-encoding: gzip', chunked]) + `${bomb.length.toString(16)}\r\n`,
      bomb,
      '\r\n0\r\n\r\n',
    ],
    { due: ['unsupported_content_encoding'] },
  );

  // Headers.
  withFields('a header of 8 KB', [`x-large: ${'x'.repeat(8000)}`], { due: ['accepted'] });
  withFields('a header of 20 KB', [`x-large: ${'x'.repeat(20_000)}`], { then: 'end' });
  withFields('a header of 1 MB', [`x-large: ${'x'.repeat(1_000_000)}`], { then: 'end' });
  withFields('a long name', [`${'x'.repeat(10_000)}: 1`], { then: 'end' });
  withFields(
    '90 headers',
    Array.from({ length: 85 }, (_, i) => `x-${i}: 1`),
  );
  withFields(
    '2,000 headers',
    Array.from({ length: 2000 }, (_, i) => `x-${i}: 1`),
    { then: 'end' },
  );
  withFields('a key of 1 MB', [`authorization: Bearer ${'x'.repeat(1_000_000)}`], { then: 'end' });
  for (const field of [
    'no colon',
    ': no name',
    'space : 1',
    ' folded: 1',
    'x: a\r\n folded',
    'x: \0',
    'x: a\nb: c',
    'x: a\rb',
    'ключ: 1',
    'x: ключ',
    'x(y): 1',
    'x:',
    'x: \x7f',
    '__proto__: 1',
    'constructor: 1',
    'connection: close',
    'connection: upgrade, host, authorization',
    'keep-alive: timeout=999999999',
    'proxy-connection: x',
    'content-type: text/plain',
    'content-type: application/json',
    'authorization: Bearer x',
    'authorization: Basic eDp4',
    'cf-connecting-ip: 1, 2\t',
    'x-forwarded-for: \xff',
    'te: gzip',
    'upgrade: h2c',
    'upgrade: websocket',
    'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x',
    'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__',
    'content-encoding: \xff',
    'expect: nonsense',
    'range: bytes=5-1',
    'host: twice.example',
  ]) {
    withFields(`the header ${JSON.stringify(field)}`, [field], { then: 'end' });
  }
  add(
    'waits to be told to go on',
    (body) => [head(['expect: 100-continue', length(body)]), 200, body],
    { due: ['accepted'] },
  );
  withLine('HTTP/1.0 without a host', `POST ${path}/identify HTTP/1.0`, { then: 'end' }, []);
  for (const hosts of [
    [],
    ['host: '],
    ['host: a b'],
    ['host: <script>'],
    ['host: [::1'],
    ['host: x:99999'],
    ['host: user@x'],
    ['host: x/y'],
    ['host: \xff'],
    ['host: x?y#z'],
  ]) {
    withLine(
      `the hosts ${JSON.stringify(hosts)}`,
      `POST ${path}/identify HTTP/1.1`,
      { then: 'end' },
      hosts,
    );
  }

  // Request lines.
  for (const line of [
    `post ${path}/identify HTTP/1.1`,
    `P\xd6ST ${path}/identify HTTP/1.1`,
    `POST\t${path}/identify HTTP/1.1`,
    `POST  ${path}/identify  HTTP/1.1`,
    `POST ${path}/identify`,
    `POST ${path}/identify HTTP/0.9`,
    `POST ${path}/identify HTTP/1.0`,
    `POST ${path}/identify HTTP/1.2`,
    `POST ${path}/identify HTTP/2.0`,
    `POST ${path}/identify HTTP/9.9`,
    `POST ${path}/identify http/1.1`,
    `POST http://${host}${path}/identify HTTP/1.1`,
    `POST http://evil.example${path}/identify HTTP/1.1`,
    `POST https://evil.example:443${path}/identify HTTP/1.1`,
    `POST ftp://x${path}/identify HTTP/1.1`,
    `POST //evil.example${path}/identify HTTP/1.1`,
    `POST http:// HTTP/1.1`,
    `POST http://[::1${path}/identify HTTP/1.1`,
    `POST ${path}/identify#fragment HTTP/1.1`,
    `POST ${path}/identify?# HTTP/1.1`,
    `POST ${path}/identi fy HTTP/1.1`,
    `POST ${path}/identify\0 HTTP/1.1`,
    `POST ${path}/identify\x7f HTTP/1.1`,
    `POST ${path}/ключ HTTP/1.1`,
    `POST ${path}/${'x'.repeat(60_000)} HTTP/1.1`,
    `POST ${path}/${'x'.repeat(1_000_000)} HTTP/1.1`,
    `POST ${path}/identify?${'a=1&'.repeat(3000)} HTTP/1.1`,
    `POST ${path}\\identify HTTP/1.1`,
    `POST * HTTP/1.1`,
    `POST  HTTP/1.1`,
    `OPTIONS * HTTP/1.1`,
    `CONNECT ${host} HTTP/1.1`,
    `CONNECT ${path}/identify HTTP/1.1`,
    `CONNECT example.com:443 HTTP/1.1`,
    `TRACE ${path}/identify HTTP/1.1`,
    `M-SEARCH ${path}/identify HTTP/1.1`,
    `PRI * HTTP/2.0`,
    `${'X'.repeat(5000)} ${path}/identify HTTP/1.1`,
    `GET ${path}/health HTTP/1.1`,
    `GET ${path}/openapi.json HTTP/1.0`,
    '',
    '\r\n\r\n',
  ]) {
    withLine(`the line ${JSON.stringify(line.slice(0, 80))}`, line, { then: 'end' });
  }
  add('HEAD', (body) => [head([length(body)], `HEAD ${path}/identify HTTP/1.1`) + body], {
    isHead: true,
    then: 'end',
  });

  // More than one request, and none.
  add('three at once', (body) => [(head([length(body)]) + body).repeat(3)], {
    answers: 3,
    due: ['accepted'],
  });
  add('one and rubbish', (body) => [head([length(body)]) + body + '\0\xff rubbish\r\n\r\n', 300], {
    then: 'end',
  });
  add('a request in the body', (body) => [head([length(body + head([]))]) + body + head([])], {
    due: ['invalid_json'],
  });
  add('nothing', () => [50], { then: 'end' });
  add('only line breaks', () => ['\r\n'.repeat(1000), 50], { then: 'end' });
  add(
    'the greeting of TLS',
    () => [Buffer.from('16030100a5010000a10303', 'hex'), Buffer.alloc(160, 7), 300],
    { then: 'end' },
  );
  add(
    'the greeting of HTTP/2',
    () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 50, Buffer.alloc(64, 255), 300],
    { then: 'end' },
  );
  add('half the greeting of HTTP/2', () => ['PRI * HT', 300], { then: 'end' });
  add('all bytes there are', () => [Buffer.from(Array.from({ length: 256 }, (_, i) => i)), 300], {
    then: 'end',
  });
  add('a megabyte of zeros', () => [Buffer.alloc(1_000_000), 300], { then: 'end' });
  return cases;
}
