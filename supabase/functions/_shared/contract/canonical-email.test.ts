import assert from 'node:assert/strict';
import { canonicalEmail } from './canonical-email.ts';
import { emailLikeTexts } from '../testing/emails.ts';

function canonical(text: string): string | null {
  const result = canonicalEmail(text);
  return 'email' in result ? result.email : null;
}

function accepts(cases: [sent: string, stored: string][]): void {
  for (const [sent, stored] of cases) assert.equal(canonical(sent), stored, JSON.stringify(sent));
}

function refuses(texts: string[]): void {
  for (const text of texts) assert.equal(canonical(text), null, `accepted ${JSON.stringify(text)}`);
}

Deno.test('ASCII space around an email is trimmed and ASCII letters are lowercased', () => {
  accepts([
    ['alex@example.com', 'alex@example.com'],
    ['Alex@Example.COM', 'alex@example.com'],
    [' \t\r\n\v\falex@example.com \n', 'alex@example.com'],
  ]);
});

Deno.test('dots, +tags and every other plain character of the local part stay', () => {
  accepts([
    ["O'Brien@example.com", "o'brien@example.com"],
    ["é'b@example.com", "é'b@example.com"],
    ['a.l.e.x+news@example.com', 'a.l.e.x+news@example.com'],
    ['!#$%&*+/=?^_{|}~-@example.com', '!#$%&*+/=?^_{|}~-@example.com'],
  ]);
});

Deno.test('a local part beyond ASCII is kept letter by letter: nothing else is folded', () => {
  accepts([
    ['JÖRG@example.com', 'jÖrg@example.com'],
    ['jörg@example.com', 'jörg@example.com'],
    ['İ@example.com', 'İ@example.com'],
    ['ı@example.com', 'ı@example.com'],
    ['ﬁ@example.com', 'ﬁ@example.com'],
    ['ａ@example.com', 'ａ@example.com'],
    ['ß@example.com', 'ß@example.com'],
    ['用户@example.com', '用户@example.com'],
  ]);
});

Deno.test('a domain becomes its lowercase ASCII form by UTS-46', () => {
  accepts([
    ['a@Bücher.de', 'a@xn--bcher-kva.de'],
    ['a@BÜCHER.de', 'a@xn--bcher-kva.de'],
    ['a@XN--BCHER-KVA.DE', 'a@xn--bcher-kva.de'],
    ['a@faß.de', 'a@xn--fa-hia.de'],
    ['a@ΒΌΛΟΣ.com', 'a@xn--nxasmq6b.com'],
    ['a@例え。テスト', 'a@xn--r8jz45g.xn--zckzah'],
    ['a@ｅｘａｍｐｌｅ．ｃｏｍ', 'a@example.com'],
    ['a@ab--c.example', 'a@ab--c.example'],
  ]);
});

Deno.test('without exactly one @ and text on both sides an email is refused', () => {
  refuses([
    '',
    ' ',
    'alex',
    '@',
    '@example.com',
    'alex@',
    'a@b@example.com',
    'a@example.com@example.com',
    'a＠example.com',
    'é',
    'é@',
    '@é.com',
  ]);
});

Deno.test('spaces, controls, quotes, brackets and invisible characters are refused', () => {
  const characters = [
    ...' \t\n\0\x7f\x85\xa0\xad"`<>(),:;\\[]',
    ...'\u1680\u2000\u2028\u202f\u205f\u3000\u180e\u200b\u200c\u200d\u2060\ufeff\u034f\u061c\u115f\u3164\uffa0',
    ...'\u202a\u202e\u2066\u2069\u200e\u200f\ufe0f\udfff\ud800',
    ...'\u0600\ufff9\u{e0001}',
  ];
  for (const character of characters) {
    refuses([
      `a${character}b@example.com`,
      `é${character}b@example.com`,
      `a@exam${character}ple.com`,
    ]);
  }
  refuses(["a@exam'ple.com"]);
  refuses(['\u00a0a@example.com', 'a@example.com\u3000', '\ufeffa@example.com']);
});

Deno.test('what is not in Unicode form NFC is refused, also when lowercasing made it so', () => {
  refuses(['e\u0301@example.com', '\u212a@example.com', 'J\u030c@example.com', 'a@e\u0301.com']);
  accepts([['\u01f0@example.com', '\u01f0@example.com']]);
});

Deno.test('what is no domain with a dot is refused', () => {
  refuses(
    [
      'localhost',
      'com.',
      '.com',
      'example..com',
      '-a.com',
      'a-.com',
      'a.-com',
      'a.com-',
      'a_b.com',
      'exa%41mple.com',
      'example.com:80',
      'example.com/x',
      'example.com?x',
      'example.com#x',
      'b\\example.com',
      '192.0.2.1',
      '1.2',
      '0x7f.1',
      '[::1]',
      '[192.0.2.1]',
      '１９２.0.2.1',
      'a／b.com',
      'a％41.com',
      '①.①',
      'example.1com',
    ].map((domain) => `a@${domain}`),
  );
});

Deno.test('an xn-- label that ToASCII does not make is refused', () => {
  refuses([
    'a@xn--a.com',
    'a@xn--0.pt',
    'a@xn--.com',
    'a@xn--example-.com',
    'a@xn--bücher.de',
    'a@xn--a-ä.pt',
  ]);
});

Deno.test('the local part holds 64 bytes, a label 63, all together 254, and not one more', () => {
  const label = 'd'.repeat(63);
  const domain = (length: number) => `${label}.${label}.${'d'.repeat(length - 128)}`;
  for (const [fits, tooLong] of [
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(65)}@example.com`],
    [`${'é'.repeat(32)}@example.com`, `a${'é'.repeat(32)}@example.com`],
    [`a@${label}.com`, `a@${label}d.com`],
    [`a@é.${label}.com`, `a@é.${label}d.com`],
    [`${'a'.repeat(64)}@${domain(189)}`, `${'a'.repeat(64)}@${domain(190)}`],
    [`${'é'.repeat(32)}@${domain(189)}`, `${'é'.repeat(32)}@${domain(190)}`],
    [` ${'a'.repeat(64)}@${domain(189)} `, `${'a'.repeat(64)}@${domain(191)}`],
  ] as const) {
    assert.ok(canonical(fits), `refused ${fits}`);
    assert.equal(canonical(tooLong), null, `accepted ${tooLong}`);
  }
});

Deno.test('the canonical form of a canonical form is itself, and domains stay ASCII', () => {
  let accepted = 0;
  for (const text of emailLikeTexts(30_000)) {
    const once = canonical(text);
    if (once === null) continue;
    accepted++;
    assert.equal(canonical(once), once, JSON.stringify(text));
    assert.equal(once, once.normalize('NFC'));
    assert.match(once.slice(once.indexOf('@')), /^@[a-z0-9.-]+$/);
  }
  assert.ok(accepted > 1_000, `only ${accepted} texts were emails`);
});

Deno.test(
  'a long run of spaces is refused in time that grows with its length, not its square',
  () => {
    const work = (length: number) => canonical(`a${' '.repeat(length)}b`);
    assert.equal(work(2_000_000), null);
  },
);
