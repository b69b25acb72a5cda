import { decodeWhole, ENCODINGS, type Encoding } from './decoder.ts';
import { quoteCell, type ReadWarning } from './warnings.ts';
import { mixesAlphabets, shareOfFitting } from './western.ts';

/** The encoding of a file, and what to say of it where it had to be guessed. */
export interface FoundEncoding {
  encoding: Encoding;
  warning?: ReadWarning;
}

/** Those that the detector tells apart, by its own names. Old Macs it takes for anything. */
const DETECTED: Record<string, Encoding> = {
  'Windows-1252': 'windows-1252',
  'Windows-1250': 'windows-1250',
  'Windows-1251': 'windows-1251',
  'KOI8-R': 'koi8-r',
  'Windows-1253': 'windows-1253',
  'Windows-1254': 'windows-1254',
  'Windows-1255': 'windows-1255',
  'Windows-1256': 'windows-1256',
  'Windows-1257': 'windows-1257',
  CP932: 'shift_jis',
  'EUC-JP': 'euc-jp',
  GB18030: 'gb18030',
  Big5: 'big5',
  CP949: 'euc-kr',
};

const PIECE_BYTES = 64 * 1024;
/** Enough letters to know a language by, from all over a file. */
const MAX_SAMPLE = 32 * 1024;
const MAX_OF_A_PIECE = 1024;
/** A cell, in bytes, that has more than English letters in it. */
const FOREIGN_CELL = /[^,;\t\r\n]*[\x80-\xff][^,;\t\r\n]*/g;
/** The first language is not the one if another is nearly as likely. */
const NEARLY = 0.75;

/**
 * Finds the encoding of a file from all of its bytes, which come in pieces: what a byte order mark says,
 * else UTF-8 where most of it is valid UTF-8, else what the letters in it are most likely written in.
 */
export class EncodingSurvey {
  readonly #utf8 = new TextDecoder();
  #marked: Encoding | undefined;
  #isFirst = true;
  #letters = 0;
  #damaged = 0;
  #sample = '';

  add(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
      this.#addPiece(bytes.subarray(from, from + PIECE_BYTES));
    }
  }

  async conclude(): Promise<FoundEncoding> {
    if (this.#marked) return { encoding: this.#marked };
    this.#count(this.#utf8.decode());
    // Text in another encoding is hardly ever valid; a file in UTF-8 may have a cell that was pasted in.
    if (this.#letters >= this.#damaged * 4) return { encoding: 'utf-8' };
    const { encoding, isSure } = await detect(this.#sample);
    const cell = decodeWhole(toBytes(this.#sample.split('\n')[0]!), encoding);
    return {
      encoding,
      warning: {
        kind: 'encoding',
        text: `This file isn’t in Unicode. It’s read as ${ENCODINGS[encoding]}, so ${quoteCell(cell)} should look right. If it doesn’t, choose another encoding.`,
        isDoubt: !isSure,
      },
    };
  }

  #addPiece(piece: Uint8Array): void {
    if (this.#isFirst) this.#marked = markedEncoding(piece);
    this.#isFirst = false;
    if (this.#marked) return;
    this.#count(this.#utf8.decode(piece, { stream: true }));
    if (this.#sample.length > MAX_SAMPLE || !piece.some((byte) => byte > 0x7f)) return;
    const cells = toBinary(piece).match(FOREIGN_CELL) ?? [];
    let taken = 0;
    for (const cell of cells) {
      if (taken > MAX_OF_A_PIECE) break;
      taken += cell.length;
      this.#sample += `${cell}\n`;
    }
  }

  /** Counts the letters in a text that are not English. */
  #count(text: string): void {
    const letters = text.match(/[^\0-\x7f]/g)?.length ?? 0;
    const damaged = letters > 0 ? (text.match(/\ufffd/g)?.length ?? 0) : 0;
    this.#damaged += damaged;
    this.#letters += letters - damaged;
  }
}

function markedEncoding(bytes: Uint8Array): Encoding | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark the commas and line ends tell: half of their bytes are nothing.
  const nothing = [0, 0];
  bytes.forEach((byte, at) => byte === 0 && nothing[at % 2]!++);
  const most = Math.max(...nothing);
  if (most < bytes.length / 20 || Math.min(...nothing) > most / 4) return undefined;
  return nothing[0] === most ? 'utf-16be' : 'utf-16le';
}

async function detect(sample: string): Promise<{ encoding: Encoding; isSure: boolean }> {
  // Large, and for few files.
  const { detectAll } = await import('jschardet');
  const found = detectAll(toBytes(sample), {
    detectEncodings: Object.keys(DETECTED),
    minimumThreshold: 0,
  }).flatMap(({ encoding, confidence }) => {
    const name = encoding && DETECTED[encoding];
    if (!name || mixesAlphabets(decodeWhole(toBytes(sample), name))) return [];
    return [{ encoding: name, confidence }];
  });
  const [first, second] = found;
  const western = found.find(({ encoding }) => encoding === 'windows-1252')?.confidence ?? 0;
  // The most common one where the letters fit it as well.
  const isWestern =
    !first || western >= first.confidence * NEARLY || isSameIn(sample, first.encoding);
  const encoding = isWestern ? 'windows-1252' : first.encoding;
  const old = ofOldWesternMachines(sample, encoding);
  if (old) return { encoding: old, isSure: false };
  return {
    encoding,
    isSure: isWestern || !second || second.confidence < first.confidence * NEARLY,
  };
}

/** What becomes of a byte that is no letter in an encoding. */
const HOLES = /[\u0080-\u009f]/;

/**
 * MS-DOS or old Macs, whose accents no detector knows, where the letters make words in it and do not in
 * the encoding that was found.
 */
function ofOldWesternMachines(sample: string, found: Encoding): Encoding | undefined {
  const bytes = toBytes(sample);
  const text = decodeWhole(bytes, found);
  const isOdd = HOLES.test(text) || (found === 'windows-1252' && shareOfFitting(text) <= 0.5);
  if (!isOdd) return undefined;
  const [best] = (['ibm850', 'macintosh', 'windows-1252'] as const)
    .map((encoding) => ({ encoding, share: shareOfFitting(decodeWhole(bytes, encoding)) }))
    .sort((a, b) => b.share - a.share);
  return best!.share > 0.8 && best!.encoding !== found ? best!.encoding : undefined;
}

function isSameIn(sample: string, encoding: Encoding): boolean {
  const bytes = toBytes(sample);
  return decodeWhole(bytes, encoding) === decodeWhole(bytes, 'windows-1252');
}

/** A string with a letter for each byte. TextDecoder has no encoding in which that is so everywhere. */
function toBinary(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 8192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  }
  return text;
}

function toBytes(binary: string): Uint8Array {
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
