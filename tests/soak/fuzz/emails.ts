import { domainToASCII } from 'node:url';
import type { Random } from '../random.ts';
import { character } from './values.ts';

/** Emails as people, forms and attackers write them, and their canonical form. Null: refused. */
export const EMAILS: [text: string, canonical: string | null][] = [
  ['alex@example.com', 'alex@example.com'],
  ['ALEX@EXAMPLE.COM', 'alex@example.com'],
  [' \t\r\n\f\valex@example.com \n', 'alex@example.com'],
  ['a.l.e.x+tag+more@example.com', 'a.l.e.x+tag+more@example.com'],
  ["o'brien@example.com", "o'brien@example.com"],
  ['a@b.co', 'a@b.co'],
  ['!#$%&*+/=?^_{|}~-@example.com', '!#$%&*+/=?^_{|}~-@example.com'],
  ['user@sub.sub.sub.example.co.uk', 'user@sub.sub.sub.example.co.uk'],
  ['user@1-2.example', 'user@1-2.example'],
  // Local parts are folded in ASCII only: two people never become one.
  ['I@example.com', 'i@example.com'],
  ['İ@example.com', 'İ@example.com'],
  ['ı@example.com', 'ı@example.com'],
  ['ÅSA@example.com', 'Åsa@example.com'],
  ['åsa@example.com', 'åsa@example.com'],
  ['ß@example.com', 'ß@example.com'],
  ['ﬁ@example.com', 'ﬁ@example.com'],
  ['ａ@example.com', 'ａ@example.com'],
  ['Σσς@example.com', 'Σσς@example.com'],
  ['\u{1f600}@example.com', '\u{1f600}@example.com'],
  ['用户@example.com', '用户@example.com'],
  ['é@example.com', 'é@example.com'],
  ['é'.repeat(32) + '@example.com', 'é'.repeat(32) + '@example.com'],
  ['x'.repeat(64) + '@example.com', 'x'.repeat(64) + '@example.com'],
  // Domains are folded as browsers do.
  ['user@Bücher.example', 'user@xn--bcher-kva.example'],
  ['user@BÜCHER.example', 'user@xn--bcher-kva.example'],
  ['user@xn--bcher-kva.example', 'user@xn--bcher-kva.example'],
  ['user@XN--BCHER-KVA.example', 'user@xn--bcher-kva.example'],
  ['user@straße.example', 'user@xn--strae-oqa.example'],
  ['user@例え.テスト', 'user@xn--r8jz45g.xn--zckzah'],
  ['user@ｅｘａｍｐｌｅ.com', 'user@example.com'],
  ['user@example。com', 'user@example.com'],
  ['user@ﬁne.example', 'user@fine.example'],
  ['user@IİI.example', `user@${domainToASCII('iİi.example')}`],
  // Not one form of one mailbox, or made to look like another.
  ['\u212aelvin@example.com', null],
  ['\u212bngstrom@example.com', null],
  ['e\u0301@example.com', null],
  ['J\u030c@example.com', null],
  ['user@bu\u0308cher.example', null],
  ['alex＠example.com', null],
  ['alex﹫example.com', null],
  ['\u00a0alex@example.com', null],
  ['alex@example.com\u00a0', null],
  ['al\u200bex@example.com', null],
  ['al\u200dex@example.com', null],
  ['al\u00adex@example.com', null],
  ['al\u2060ex@example.com', null],
  ['\ufeffalex@example.com', null],
  ['alex\u202e@example.com', null],
  ['alex\u{e0061}@example.com', null],
  ['al\u3164ex@example.com', null],
  ['alex@exa\u200bmple.com', null],
  ['alex@exa\u00admple.com', null],
  ['al ex@example.com', null],
  ['al\tex@example.com', null],
  ['alex@exam ple.com', null],
  ['alex\u0000@example.com', null],
  ['alex@example.com\u0000', null],
  ['alex\u0001@example.com', null],
  ['alex\u007f@example.com', null],
  ['alex\u0085@example.com', null],
  ['alex\ud800@example.com', null],
  ['alex@\udc00example.com', null],
  ['"alex"@example.com', null],
  ['"al ex"@example.com', null],
  ['al"ex@example.com', null],
  ['al`ex@example.com', null],
  ['Alex <alex@example.com>', null],
  ['<alex@example.com>', null],
  ['alex(comment)@example.com', null],
  ['alex,bo@example.com', null],
  ['alex;bo@example.com', null],
  ['al\\ex@example.com', null],
  ['mailto:alex@example.com', null],
  ['', null],
  [' ', null],
  ['alex', null],
  ['@', null],
  ['@example.com', null],
  ['alex@', null],
  ['alex@@example.com', null],
  ['alex@bo@example.com', null],
  ['alex@localhost', null],
  ['alex@example', null],
  ['alex@.com', null],
  ['alex@example.', null],
  ['alex@example.com.', null],
  ['alex@example..com', null],
  ['alex@-example.com', null],
  ['alex@example-.com', null],
  ['alex@exam_ple.com', null],
  ['alex@exam%70le.com', null],
  ['alex@example.com/path', null],
  ['alex@example.com?query', null],
  ['alex@example.com#hash', null],
  ['alex@example.com:25', null],
  ['alex@user:pass@example.com', null],
  ['alex@example.123', null],
  ['alex@192.0.2.1', null],
  ['alex@0x7f.1', null],
  ['alex@[192.0.2.1]', null],
  ['alex@[IPv6:2001:db8::1]', null],
  ['alex@xn--a.example', null],
  ['alex@xn--.example', null],
  ['alex@xn--example-.com', null],
  [`alex@${'x'.repeat(64)}.com`, null],
  ['x'.repeat(65) + '@example.com', null],
  ['é'.repeat(33) + '@example.com', null],
  [`alex@${'x.'.repeat(124)}com`, null],
  ['x'.repeat(8_000) + '@example.com', null],
  [' '.repeat(8_000), null],
];

const ODD = [
  'İ',
  'ı',
  '\u212a',
  '＠',
  '\u00a0',
  '\u200b',
  '"',
  "'",
  '+',
  '.',
  '..',
  '%',
  '\u0301',
  'é',
  'ﬁ',
  '\u00ad',
  '\u{1f600}',
  'ß',
  '\\',
  '`',
  ' ',
  '\u3002',
  '-',
  '_',
  'A',
  'xn--',
];

/** An email with something odd in it, which may be accepted or not. `unique` stays in it. */
export function oddEmail(random: Random, unique: string): string {
  const parts = [
    unique,
    '@',
    random.pick(['example', 'bücher', 'xn--bcher-kva', 'ex-ample', '例え']),
    '.com',
  ];
  const times = 1 + random.below(2);
  for (let i = 0; i < times; i++) {
    const odd = random.chance(0.3) ? character(random) : random.pick(ODD);
    const at = random.below(parts.length);
    if (at === 0 || random.chance(0.5)) parts[at] += odd;
    else parts[at] = odd + parts[at]!;
  }
  return parts.join('');
}

/** The canonical form of an email that was accepted, by another way than the product's. */
export function canonicalForm(text: string): string {
  const trimmed = text.replace(/^[ \t\n\v\f\r]+/, '').replace(/[ \t\n\v\f\r]+$/, '');
  const [local, domain] = trimmed.split('@') as [string, string];
  return `${local.replace(/[A-Z]/g, (letter) => letter.toLowerCase())}@${domainToASCII(domain)}`;
}
