import { decodeDos } from './western.ts';

/** The encodings of files that people have, by the names that TextDecoder knows, and what they are called. */
export const ENCODINGS = {
  'utf-8': 'Unicode (UTF-8)',
  'utf-16le': 'Unicode (UTF-16)',
  'utf-16be': 'Unicode (UTF-16, big end first)',
  'windows-1252': 'Western European (Windows-1252)',
  'windows-1250': 'Central European (Windows-1250)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  'koi8-r': 'Cyrillic (KOI8-R)',
  'windows-1253': 'Greek (Windows-1253)',
  'windows-1254': 'Turkish (Windows-1254)',
  'windows-1255': 'Hebrew (Windows-1255)',
  'windows-1256': 'Arabic (Windows-1256)',
  'windows-1257': 'Baltic (Windows-1257)',
  shift_jis: 'Japanese (Shift_JIS)',
  'euc-jp': 'Japanese (EUC-JP)',
  gb18030: 'Chinese, simplified (GBK)',
  big5: 'Chinese, traditional (Big5)',
  'euc-kr': 'Korean (EUC-KR)',
  macintosh: 'Western European (old Macs)',
  ibm850: 'Western European (MS-DOS)',
};
export type Encoding = keyof typeof ENCODINGS;

const NO_BYTES = new Uint8Array();

/** Turns the bytes of a file, which come in pieces, into text. */
export class Decoder {
  readonly #decoder: Pick<TextDecoder, 'decode'>;
  readonly #isWestern: boolean;

  constructor(encoding: Encoding) {
    this.#decoder =
      encoding === 'ibm850'
        ? { decode: (bytes) => decodeDos((bytes ?? NO_BYTES) as Uint8Array) }
        : new TextDecoder(encoding);
    this.#isWestern = encoding === 'windows-1252';
  }

  /** The text of whole characters with this piece; the last one is without bytes. */
  decode(bytes?: Uint8Array): string {
    const text = this.#decoder.decode(bytes, { stream: bytes !== undefined });
    return this.#isWestern
      ? text.replace(/[\x80-\x9f]/g, (letter) => WESTERN[letter] ?? letter)
      : text;
  }
}

/** The text of a whole file. */
export function decodeWhole(bytes: Uint8Array, encoding: Encoding): string {
  const decoder = new Decoder(encoding);
  return decoder.decode(bytes) + decoder.decode();
}

/** Node 20 takes Windows-1252 for Latin-1, which has no letters in these places. */
const WESTERN: Record<string, string> = Object.fromEntries(
  [...'€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'].map((letter, at) => [
    String.fromCharCode(0x80 + at),
    letter,
  ]),
);
