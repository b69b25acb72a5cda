import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ProblemCode } from '../../../supabase/functions/_shared/contract/problems.ts';
import type { Random } from '../random.ts';
import type { Shot } from './shot.ts';

const GOOD_HEADERS: Record<string, string>[] = [
  { 'content-type': 'Application/JSON' },
  { 'content-type': 'application/json; charset=utf-8' },
  { 'content-type': 'application/json;charset="UTF-8" ;' },
  { 'content-encoding': 'identity' },
  { 'content-encoding': 'Identity' },
  { accept: 'text/html', 'accept-encoding': 'gzip, br', origin: 'https://evil.example' },
  { 'x-http-method-override': 'DELETE', 'x-forwarded-for': '1, 2, 3', forwarded: 'for="[::1]"' },
  { cookie: 'x'.repeat(8000), range: 'bytes=0-1', 'if-none-match': '*', prefer: 'return=minimal' },
  { expect: '100-continue' },
  { 'user-agent': '', te: 'trailers', 'x-request-id': 'mine', host: 'evil.example' },
  { 'content-length-x': '1', 'x-odd': '\u00ff\u00fe\t~' },
];
const UNSUPPORTED_TYPES = [
  null,
  '*/*',
  'text/plain',
  'text/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application/json; charset=latin1',
  'application/json; version=2',
  'application/json, application/json',
  'application/vnd.api+json',
];
const BOMB = gzipSync(Buffer.alloc(50 * 1024 * 1024));
const WRONG_KEYS = [
  null,
  'Bearer',
  'Bearer ',
  'Basic dGNybV9wcm9qXw==',
  'Bearer tcrm_proj_',
  `Bearer tcrm_proj_${'0'.repeat(49)}`,
  `Bearer tcrm_proj_${'x'.repeat(4000)}`,
  "Bearer ' or 1=1 --",
  'Bearer \u00e9\u00ff',
  'Bearer eyJhbGciOiJub25lIn0.e30.',
];
const PATHS = [
  '',
  '/',
  '/identify/',
  '//identify',
  '/identify/../identify',
  '/./identify',
  '/%69dentify',
  '/identify%00',
  '/identify%2f',
  '/..%2f..%2fetc/passwd',
  '/../../../etc/passwd',
  '/IDENTIFY',
  '/identify;x=1',
  '/identify\\',
  '/__proto__',
  '/constructor',
  `/${'x'.repeat(4000)}`,
  '/identify/%ff%fe',
];
const METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];

/** The same good request in an odd way. */
export function oddRequest(random: Random, shot: Shot): Shot[] {
  const refused = (codes: ProblemCode[], change: Partial<Shot>): Shot[] => [
    { ...shot, verdict: codes, ...change },
  ];
  switch (random.below(7)) {
    case 0:
      return [{ ...shot, headers: random.pick(GOOD_HEADERS) }];
    case 1:
      return refused(['unsupported_media_type'], {
        headers: { 'content-type': random.pick(UNSUPPORTED_TYPES) },
      });
    case 2: {
      const [encoding, body] = random.pick<[string, Buffer]>([
        ['gzip', gzipSync(shot.body)],
        ['GZIP', BOMB],
        ['x-gzip', shot.body],
        ['br', brotliCompressSync(shot.body)],
        ['gzip, gzip', gzipSync(gzipSync(shot.body))],
        ['identity, gzip', gzipSync(shot.body)],
        ['deflate', shot.body],
        ['none', shot.body],
      ]);
      return refused(['unsupported_content_encoding'], {
        what: `content-encoding ${encoding}`,
        headers: { 'content-encoding': encoding },
        body,
      });
    }
    case 3:
      return refused(['unauthorized'], { headers: { authorization: random.pick(WRONG_KEYS) } });
    case 4: {
      const path = random.pick(PATHS);
      return refused(['not_found'], { what: `the path ${path.slice(0, 40)}`, path });
    }
    case 5: {
      const method = random.pick(METHODS);
      return refused(['method_not_allowed'], {
        what: method,
        method,
        path: random.pick(['/identify', '/ping', '/batch']),
      });
    }
    default:
      return [
        {
          ...shot,
          path: random.pick([
            '/identify?',
            '/identify?a=%00&b[]=1#x',
            `/identify?${'q'.repeat(2000)}`,
          ]),
        },
      ];
  }
}
