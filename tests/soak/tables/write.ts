import type { Written } from './table.ts';

/** The bytes of the file that a table is written into. */
export function write(table: Written): Uint8Array<ArrayBuffer> {
  const { delimiter, lineEnds, titles, columns, rows, namesDelimiter } = table;
  const line = (cells: string[], n: number) =>
    cells.map((cell, at) => quote(cell, table, n + at)).join(delimiter);
  const lines = [
    ...(namesDelimiter ? [`sep=${delimiter === '\t' ? '\\t' : delimiter}`] : []),
    ...[...titles.map((title) => [title]), columns, ...rows].map(line),
  ];
  const text = lines
    .map((one, n) => {
      const isLast = n === lines.length - 1 && !table.hasLastEnd;
      return isLast ? one : one + lineEnds[n % lineEnds.length]!;
    })
    .join('');
  return encode((table.hasMark ? '\ufeff' : '') + text, table.encoding);
}

/** A cell as programs write it: in quotes always, where it needs them, or now and then besides. */
function quote(cell: string, { quotes, delimiter }: Written, n: number): string {
  const needsThem = /^"|[\r\n]/.test(cell) || cell.includes(delimiter);
  return quotes === 'all' || needsThem || (quotes === 'some' && n % 3 === 0)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}

function encode(text: string, encoding: string): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding.startsWith('utf-16')) {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < text.length; at++) {
      view.setUint16(at * 2, text.charCodeAt(at), encoding === 'utf-16le');
    }
    return bytes;
  }
  const byLetter = lettersOf(encoding);
  return Uint8Array.from(text, (letter) => {
    const byte = letter < '\x80' ? letter.charCodeAt(0) : byLetter.get(letter);
    if (byte === undefined) throw new Error(`${encoding} has no ${letter}.`);
    return byte;
  });
}

/** What Node calls Windows-1252 before version 22 is Latin-1. */
const WESTERN = new Map([
  ['€', 0x80],
  ['’', 0x92],
]);

function lettersOf(encoding: string): Map<string, number> {
  const bytes = Uint8Array.from({ length: 128 }, (_, n) => 128 + n);
  const letters = [...new TextDecoder(encoding).decode(bytes)];
  return new Map([
    ...letters.map((letter, n) => [letter, 128 + n] as const),
    ...(encoding === 'windows-1252' ? WESTERN : []),
  ]);
}
