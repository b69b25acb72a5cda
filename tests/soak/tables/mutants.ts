import type { Mutant } from '../check.ts';

export const tableMutants: Mutant[] = [
  {
    name: 'two quotes in a cell end it',
    table: {
      file: 'records.ts',
      replace: [['if (text[quote + 1] === this.#close) {', 'if (at < 0) {']],
    },
  },
  {
    name: 'commas part the cells of every file',
    table: { file: 'shape.ts', replace: [[`[',', '\\t', ';', '|']`, `[',']`]] },
  },
  {
    name: 'titles are taken for the names',
    table: {
      file: 'shape.ts',
      replace: [
        ['? first : 0', '? 0 : 0'],
        ['return named;', 'return 0;'],
      ],
    },
  },
  {
    name: 'a carriage return ends no line',
    table: { file: 'records.ts', replace: [[` || character === '\\r'`, '']] },
  },
  {
    name: 'everything is Unicode',
    table: {
      file: 'encoding.ts',
      replace: [['this.#letters >= this.#damaged * 4', 'this.#letters >= 0']],
    },
  },
];
