import { gzipSync } from 'node:zlib';
import type { RawTarget, RawWriter } from './raw-writer.ts';

/** Lengths that lie. */
export function wrongLengths({ add, head, length, chunk, chunked }: RawWriter): void {
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
}

/** Bodies past their limits whose length is not told. */
export function endlessBodies({ path }: RawTarget, writer: RawWriter): void {
  const { add, head, length, chunk, chunked } = writer;
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
}
