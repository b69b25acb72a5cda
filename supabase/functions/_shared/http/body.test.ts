import assert from 'node:assert/strict';
import { readJson } from './body.ts';
import { Problem, type ProblemCode } from '../contract/problems.ts';
import { skippingClock, tick } from '../testing/clock.ts';

const LIMIT = 20;
const tooLarge = () => new Problem('body_too_large', 'Too large.');

function request(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

const read = (sent: Request) => readJson(sent, LIMIT, tooLarge);

async function refuses(sent: Request, code: ProblemCode): Promise<void> {
  await assert.rejects(read(sent), (error) => error instanceof Problem && error.code === code);
}

/** A body that arrives in these parts and, after them, ends as told. */
function stream(parts: string[], end: 'close' | 'error' | 'never' = 'close') {
  let canceled = false;
  const body = new ReadableStream({
    pull(controller) {
      const part = parts.shift();
      if (part !== undefined) controller.enqueue(new TextEncoder().encode(part));
      else if (end === 'close') controller.close();
      else if (end === 'error') controller.error(new Error('connection reset'));
    },
    cancel() {
      canceled = true;
    },
  });
  return { body, wasCanceled: () => canceled };
}

Deno.test('a JSON body is read with its size', async () => {
  assert.deepEqual(await read(request('{"a":"é"}')), { value: { a: 'é' }, bytes: 10 });
});

Deno.test(
  'a body is read the same with a declared length, and in parts that cut a character',
  async () => {
    assert.deepEqual(await read(request('{"a":"é"}', { 'content-length': '10' })), {
      value: { a: 'é' },
      bytes: 10,
    });
    const bytes = new TextEncoder().encode('{"a":"é"}');
    const parts = [bytes.slice(0, 7), bytes.slice(7)];
    const body = new ReadableStream({
      pull(controller) {
        const part = parts.shift();
        if (part) controller.enqueue(part);
        else controller.close();
      },
    });
    assert.deepEqual(await read(request(body)), { value: { a: 'é' }, bytes: 10 });
  },
);

Deno.test('a byte order mark is skipped', async () => {
  assert.deepEqual((await read(request('\ufeff{}'))).value, {});
});

Deno.test('JSON in UTF-8 is accepted however the type is written', async () => {
  for (const type of [
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json;',
  ]) {
    assert.deepEqual((await read(request('{}', { 'content-type': type }))).value, {});
  }
});

Deno.test('every other type and charset is 415', async () => {
  for (const type of [
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/ld+json',
    'application/json; charset=latin1',
    'application/json; profile=x',
    'x/application/json',
  ]) {
    await refuses(request('{}', { 'content-type': type }), 'unsupported_media_type');
  }
  const without = request('{}');
  without.headers.delete('content-type');
  await refuses(without, 'unsupported_media_type');
});

Deno.test('a compressed body is 415: nothing is unpacked', async () => {
  for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip']) {
    await refuses(request('{}', { 'content-encoding': encoding }), 'unsupported_content_encoding');
  }
  assert.deepEqual((await read(request('{}', { 'content-encoding': 'Identity' }))).value, {});
});

Deno.test('a body of exactly the limit is read, and one byte more is 413', async () => {
  const fits = `"${'x'.repeat(LIMIT - 2)}"`;
  assert.equal((await read(request(fits))).bytes, LIMIT);
  assert.equal((await read(request(fits, { 'content-length': `${LIMIT}` }))).bytes, LIMIT);
  await refuses(request(fits + ' '), 'body_too_large');
  await refuses(request(fits + ' ', { 'content-length': `${LIMIT + 1}` }), 'body_too_large');
});

Deno.test('a body that declares too much is refused before a byte is read', async () => {
  const { body } = stream([], 'never');
  await refuses(request(body, { 'content-length': `${LIMIT + 1}` }), 'body_too_large');
});

Deno.test('a body without an end is cut off at the limit', async () => {
  const { body, wasCanceled } = stream(
    Array.from({ length: 1000 }, () => '      '),
    'never',
  );
  await refuses(request(body), 'body_too_large');
  assert.ok(wasCanceled());
});

Deno.test('a body that breaks off is 400', async () => {
  await refuses(request(stream(['{"a":'], 'error').body), 'incomplete_body');
  const declared = request(stream(['{"a":'], 'error').body, { 'content-length': '9' });
  await refuses(declared, 'incomplete_body');
});

Deno.test('a body that trickles is refused after 10 s, declared or not', async () => {
  using clock = skippingClock();
  let ended = 0;
  const isRefused = async (headers?: Record<string, string>) => {
    await refuses(request(stream(['{"a":'], 'never').body, headers), 'request_timeout');
    ended++;
  };
  const refused = [isRefused(), isRefused({ 'content-length': '9' })];
  clock.skip(9_000);
  await tick();
  assert.equal(ended, 0);
  clock.skip(1_000);
  await tick();
  assert.equal(ended, 2);
  await Promise.all(refused);
});

Deno.test('bytes that are not UTF-8 are 400', async () => {
  for (const bytes of [
    [0x22, 0xff, 0x22],
    [0x22, 0xc0, 0x80, 0x22],
    [0x22, 0xed, 0xa0, 0x80, 0x22],
  ]) {
    await refuses(request(new Uint8Array(bytes)), 'invalid_utf8');
  }
});

Deno.test('what is not JSON is 400, and an empty body is told so', async () => {
  for (const text of ['{', '{"a":1,}', "{'a':1}", 'NaN', '{}{}', '{"a":01}', '"\t"']) {
    await refuses(request(text), 'invalid_json');
  }
  for (const empty of [null, '', '  ']) {
    await assert.rejects(read(request(empty)), { code: 'invalid_json', message: /empty/ });
  }
});
