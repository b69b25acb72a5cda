import type { Random } from '../random.ts';

/** Goes into the text as it is, be it JSON or not. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object as its members: unlike a JavaScript object it can hold a key twice, and `__proto__`. */
export class Members {
  readonly entries: [key: string, value: Json][];

  constructor(entries: [key: string, value: Json][] = []) {
    this.entries = entries;
  }

  get(key: string): Json | undefined {
    return this.entries.findLast(([name]) => name === key)?.[1];
  }

  set(key: string, value: Json): void {
    const entry = this.entries.findLast(([name]) => name === key);
    if (entry) entry[1] = value;
    else this.entries.push([key, value]);
  }
}

export type Json = null | boolean | number | string | Json[] | Members | Raw;

/** Writes JSON in one of the many ways there are: spaces, escapes, other spellings of a number. */
export function writeJson(json: Json, random: Random): string {
  const space = () => (random.chance(0.06) ? random.pick([' ', '\n', '\t', '\r\n', '   ']) : '');
  const write = (value: Json): string => space() + text(value) + space();
  const text = (value: Json): string => {
    if (value instanceof Raw) return value.text;
    if (typeof value === 'string') return writeString(value, random);
    if (typeof value === 'number') return writeNumber(value, random);
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    if (value instanceof Members) {
      const members = value.entries.map(
        ([key, member]) => `${space()}${writeString(key, random)}${space()}:${write(member)}`,
      );
      return `{${members.join(',')}}`;
    }
    return String(value);
  };
  return write(json);
}

function writeString(value: string, random: Random): string {
  // This escapes half characters, which UTF-8 cannot hold.
  const plain = JSON.stringify(value);
  if (!random.chance(0.2)) return plain;
  return plain.replace(/[^"\\]/gu, (character, place: number) => {
    const isPartOfEscape =
      plain[place - 1] === '\\' || plain.slice(Math.max(0, place - 5), place).includes('\\u');
    if (isPartOfEscape || !random.chance(0.3)) return character;
    if (character === '/') return '\\/';
    return Array.from({ length: character.length }, (_, i) => {
      const hex = character.charCodeAt(i).toString(16).padStart(4, '0');
      return `\\u${random.chance(0.5) ? hex.toUpperCase() : hex}`;
    }).join('');
  });
}

function writeNumber(value: number, random: Random): string {
  if (Object.is(value, -0)) return random.pick(['-0', '-0.0', '-0e5']);
  if (random.chance(0.8)) return String(value);
  return random.pick([
    value.toExponential(),
    value.toExponential().replace('e+', 'E'),
    Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value),
    Number.isInteger(value) && value !== 0 && Math.abs(value) < 1e12
      ? `${value}000e-3`
      : String(value),
  ]);
}
