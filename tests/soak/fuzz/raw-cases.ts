import { oddHeaders, oddRequestLines } from './raw-heads.ts';
import { endlessBodies, wrongLengths } from './raw-lengths.ts';
import { slowBodies } from './raw-slow.ts';
import { rawWriter, type RawCase, type RawTarget, type RawWriter } from './raw-writer.ts';

/** Everything that people do to HTTP by hand. */
export function rawCases(target: RawTarget): RawCase[] {
  const cases: RawCase[] = [];
  const writer = rawWriter(target, cases);
  slowBodies(target, writer);
  wrongLengths(writer);
  endlessBodies(target, writer);
  oddHeaders(target, writer);
  oddRequestLines(target, writer);
  severalAndNone(writer);
  return cases;
}

/** More than one request, and none. */
function severalAndNone({ add, head, length }: RawWriter): void {
  add('three at once', (body) => [(head([length(body)]) + body).repeat(3)], {
    answers: 3,
    due: ['accepted'],
  });
  add('one and garbage', (body) => [head([length(body)]) + body + '\0\xff garbage\r\n\r\n', 300], {
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
}
