/**
 * The value of a JSON text (RFC 8259), read by other means than the product's: V8's JSON.parse
 * takes a key that is written with an escape for another one with a backslash that it saw before.
 * Of a key that comes twice the last counts. Throws a SyntaxError.
 */
export function readJson(text: string): unknown {
  return new Reader(text).document();
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- JSON takes all but these as they are.
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const WORDS: [word: string, value: unknown][] = [
  ['null', null],
  ['true', true],
  ['false', false],
];
const ESCAPES: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value();
    if (this.#at < this.#text.length) throw this.#error();
    return value;
  }

  #value(): unknown {
    this.#match(SPACE);
    const value = this.#bareValue();
    this.#match(SPACE);
    return value;
  }

  #bareValue(): unknown {
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case '"':
        return this.#string();
    }
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    const digits = this.#match(NUMBER);
    if (digits === '') throw this.#error();
    return Number(digits);
  }

  #object(): unknown {
    const members: [string, unknown][] = [];
    this.#list('{', '}', () => {
      this.#match(SPACE);
      const key = this.#string();
      this.#match(SPACE);
      this.#expect(':');
      members.push([key, this.#value()]);
    });
    return Object.fromEntries(members);
  }

  #array(): unknown {
    const items: unknown[] = [];
    this.#list('[', ']', () => items.push(this.#value()));
    return items;
  }

  #list(open: string, close: string, readItem: () => void): void {
    this.#expect(open);
    this.#match(SPACE);
    if (this.#text[this.#at] !== close) {
      readItem();
      while (this.#text[this.#at] === ',') {
        this.#at++;
        readItem();
      }
    }
    this.#expect(close);
  }

  #string(): string {
    this.#expect('"');
    let string = this.#match(PLAIN);
    while (this.#text[this.#at] === '\\') {
      string += this.#escape() + this.#match(PLAIN);
    }
    this.#expect('"');
    return string;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    this.#at += 2;
    if (letter !== 'u') {
      if (!(letter in ESCAPES)) throw this.#error();
      return ESCAPES[letter]!;
    }
    const hex = this.#text.slice(this.#at, (this.#at += 4));
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.#error();
    return String.fromCharCode(parseInt(hex, 16));
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [''];
    this.#at += found.length;
    return found;
  }

  #expect(character: string): void {
    if (this.#text[this.#at] !== character) throw this.#error();
    this.#at++;
  }

  #error(): SyntaxError {
    return new SyntaxError(`No JSON at ${this.#at}`);
  }
}
