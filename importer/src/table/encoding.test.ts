import { describe, expect, test } from 'vitest';
import { decodeWhole } from './decoder.ts';
import { EncodingSurvey } from './encoding.ts';
import { readFile } from './read-file.ts';

const ascii = (text: string) => Buffer.from(text, 'latin1');
/** The bytes of hexadecimal digits. */
const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const find = async (...pieces: Uint8Array[]) => {
  const survey = new EncodingSurvey();
  for (const piece of pieces) survey.add(piece);
  return survey.conclude();
};
const read = async (bytes: Uint8Array) => decodeWhole(bytes, (await find(bytes)).encoding);

// Each as Python's codecs write it.
test.each([
  ['Cyrillic, Windows-1251', hex('c8e2e0ed20cfe5f2f0eee2'), 'Иван Петров'],
  ['Cyrillic, KOI8-R', hex('e9d7c1ce20f0c5d4d2cfd7'), 'Иван Петров'],
  ['Central European', hex('a3756b61737a2057699c6e696577736b69'), 'Łukasz Wiśniewski'],
  ['Greek', hex('c3e9fef1e3eff220d0e1f0e1e4fcf0eff5ebeff2'), 'Γιώργος Παπαδόπουλος'],
  ['Hebrew', hex('e3e5e320ebe4ef'), 'דוד כהן'],
  ['Turkish', hex('de756c652059fd6c64fd7a'), 'Şule Yıldız'],
  ['Japanese', hex('8e52936391be9859'), '山田太郎'],
  ['Chinese', hex('cdf5d0a1c3f7'), '王小明'],
  ['Korean', hex('b1e8c3b6bcf6'), '김철수'],
  ['Western European', hex('4ffc69726e61206465204ce9f36e'), 'Oüirna de Léón'],
  ['quotes of Windows', hex('4f9242726965 6e'), 'O’Brien'],
])('names that are %s are read', async (_, name, expected) => {
  const bytes = Buffer.concat([ascii('email,name\na@x.example,'), name, ascii('\n')]);
  expect(await read(bytes)).toBe(`email,name\na@x.example,${expected}\n`);
});

describe('Unicode', () => {
  const text = 'email,name\na@x.example,Zoë\nb@x.example,Bo\n';
  const little = Buffer.from(text, 'utf16le');

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first, with a mark', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', little],
    ['UTF-16, big end first, without a mark', Buffer.from(little).swap16()],
  ])('%s is known without a word', async (_, bytes) => {
    expect(await read(bytes)).toBe(text);
    expect((await find(bytes)).warning).toBeUndefined();
  });

  test('a character may be cut where the pieces are', async () => {
    const bytes = Buffer.from('email,name\na@x.example,€\n');
    expect(await find(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual({
      encoding: 'utf-8',
    });
  });

  test('one cell of another encoding is told with its line, and the others are read', async () => {
    const bytes = Buffer.concat([Buffer.from(`${text}c@x.example,Zoé Ünal Ørsted `), hex('e9')]);
    const { table, warnings, encoding } = (await readFile(new Uint8Array(bytes)))!;
    expect(encoding).toBe('utf-8');
    expect(table.rows[0]).toEqual(['a@x.example', 'Zoë']);
    expect(warnings.list).toMatchObject([{ kind: 'unreadable_bytes', line: 4, isDoubt: true }]);
  });
});

describe('an encoding that is a guess', () => {
  const bytes = new Uint8Array(Buffer.concat([ascii('email,name\na@x.example,'), hex('c8e2e0ed')]));

  test('is said with a word of the file', async () => {
    const { warning } = await find(bytes);
    expect(warning?.text).toContain('Cyrillic (Windows-1251), so “Иван” should look right');
  });

  test('gives way to the one that somebody chooses', async () => {
    const file = (await readFile(bytes, { encoding: 'windows-1252' }))!;
    expect(file.table.rows[0]![1]).toBe('Èâàí');
    expect(file.isGuessedEncoding).toBe(true);
    expect(file.warnings.list).toEqual([]);
  });

  test('is Windows-1252 where another fits no better', async () => {
    const western = Buffer.concat([ascii('email,name\na@x.example,Jos'), hex('e9')]);
    expect((await find(western)).encoding).toBe('windows-1252');
  });
});
