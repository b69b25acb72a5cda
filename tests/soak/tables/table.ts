import fc from 'fast-check';

/** A table with emails in it, and how a program could have written it into a file. */
export interface Written {
  columns: string[];
  /** A cell for each column. */
  rows: string[][];
  emailAt: number;
  titles: string[];
  delimiter: string;
  /** The end of each line, from the first on, over and over. */
  lineEnds: string[];
  hasLastEnd: boolean;
  namesDelimiter: boolean;
  quotes: 'all' | 'needed' | 'some';
  encoding: string;
  hasMark: boolean;
}

/** Letters of each encoding that is not Unicode, and of what everybody writes in Unicode. */
const WORDS: Record<string, string[]> = {
  'utf-8': ['Zoë', '東京', 'Иван', 'عمر', '🟢', 'e\u0301', '\u00a0', '\u2028', 'ß', '\u200b'],
  'utf-16le': ['Zoë', '東京', 'Иван', '🟢', 'ß'],
  'utf-16be': ['Zoë', '東京', 'Иван', '🟢', 'ß'],
  'windows-1252': ['José', 'Zoë', 'Müller', 'O’Brien', 'Café', '€'],
  'windows-1250': ['Łukasz', 'Dvořák', 'Święty', 'Žižka'],
  'windows-1251': ['Иван', 'Москва', 'Пётр', 'Щукин'],
  'windows-1253': ['Γιώργος', 'Αθήνα', 'Ελένη'],
  'windows-1254': ['İstanbul', 'Şişli', 'Ağa', 'Gül'],
};
const PLAIN = ['', 'a', 'Ann Lee', 'pro', '007', '1,5', '1.234', '=1+1', '-', '2024-01-31', ' x '];
/** What separators, quotes and line ends are made of, inside of cells. */
const AWKWARD = [',', ';', '\t', '|', '"', '""', '\n', '\r', '\r\n', "'", ' ', '\\', 'sep=;'];
const NAMES = [
  'Name',
  'Plan',
  'Customer since',
  'note, long',
  'Größe',
  'a "b" c',
  'MRR ($)',
  'x|y',
];
const TITLES = ['Customers', 'Report of 2024', 'All, of them'];

const encoding = fc.constantFrom(...Object.keys(WORDS));

/** True if another separator parts every line alike, so that nobody could tell which one it is. */
function isAmbiguous({ titles, columns, rows, delimiter, namesDelimiter }: Written): boolean {
  const lines = [...titles.map((title) => [title]), columns, ...rows].map((row) => row.join(''));
  return [',', ';', '\t', '|'].some((other) => {
    const counts = new Set(lines.map((line) => line.split(other).length));
    return other !== delimiter && !namesDelimiter && counts.size === 1 && !counts.has(1);
  });
}

/** Any table, in any of these forms. */
export const written: fc.Arbitrary<Written> = encoding
  .chain((encoding) => {
    const isUnicode = encoding.startsWith('utf');
    const piece = fc.oneof(
      fc.constantFrom(...PLAIN),
      fc.constantFrom(...AWKWARD),
      fc.constantFrom(...WORDS[encoding]!),
    );
    const cell = fc
      .array(piece, { maxLength: 4 })
      .map((pieces) => pieces.join(''))
      // An apostrophe at the beginning protects a cell, and is taken away.
      .filter((text) => !text.startsWith("'"));
    const names = fc.subarray(isUnicode ? NAMES : NAMES.filter((name) => name !== 'Größe'), {
      minLength: 1,
    });
    return names.chain((others) =>
      fc
        .record({
          others: fc.shuffledSubarray(others, { minLength: others.length }),
          at: fc.integer({ min: 0, max: others.length }),
          cells: fc.array(fc.array(cell, { minLength: others.length, maxLength: others.length }), {
            minLength: 1,
            maxLength: 30,
          }),
          titles: fc.oneof(
            { weight: 3, arbitrary: fc.constant<string[]>([]) },
            { weight: 1, arbitrary: fc.subarray(TITLES, { minLength: 1, maxLength: 2 }) },
          ),
          delimiter: fc.constantFrom(',', ';', '\t', '|'),
          lineEnds: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 3 }),
          hasLastEnd: fc.boolean(),
          namesDelimiter: fc.oneof(
            { weight: 4, arbitrary: fc.constant(false) },
            { weight: 1, arbitrary: fc.constant(true) },
          ),
          quotes: fc.constantFrom('all', 'needed', 'some'),
          hasMark: encoding.startsWith('utf-16') ? fc.constant(true) : fc.boolean(),
        })
        .map(({ others, at, cells, ...form }): Written => {
          const insert = (list: string[], one: string) => list.toSpliced(at, 0, one);
          return {
            ...form,
            quotes: form.quotes as Written['quotes'],
            encoding,
            hasMark: form.hasMark && isUnicode,
            emailAt: at,
            columns: insert(others, 'Email'),
            rows: cells.map((row, n) => insert(row, `p${n}@fuzz.example`)),
          };
        }),
    );
  })
  .filter((table) => !isAmbiguous(table));
