// By themselves, so that nobody with a CSV file loads what reads spreadsheets.

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
/** Of .xls, and of .xlsx behind a password. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];

/** True if a file begins like one of a spreadsheet program, read by readWorkbook or not. */
export function isWorkbook(head: Uint8Array): boolean {
  return [ZIP, EMPTY_ZIP].some((sign) => startsWith(head, sign)) || isCompound(head);
}

/** True for the old kind of .xls, and for a workbook behind a password. */
export function isCompound(head: Uint8Array): boolean {
  return startsWith(head, COMPOUND);
}

function startsWith(head: Uint8Array, sign: number[]): boolean {
  return sign.every((byte, at) => head[at] === byte);
}
