import type { RawTarget, RawWriter } from './raw-writer.ts';

export function oddHeaders({ path }: RawTarget, writer: RawWriter): void {
  const { add, head, length, withFields, withLine } = writer;
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
}

export function oddRequestLines({ host, path }: RawTarget, writer: RawWriter): void {
  const { add, head, length, withLine } = writer;
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
}
