import type { RawCase, RawTarget, RawWriter } from './raw-writer.ts';

const SECOND = 1000;

/** Bodies that come slowly, and those that never come whole. */
export function slowBodies({ apiKey }: RawTarget, writer: RawWriter): void {
  const { add, head, length, chunk, chunked } = writer;
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
}
