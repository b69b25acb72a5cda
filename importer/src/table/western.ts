/** Letters 0x80 to 0xff of MS-DOS in Western Europe, which TextDecoder does not know. */
const DOS =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

/** The text of bytes as MS-DOS has them: Excel’s “CSV (MS-DOS)”. */
export function decodeDos(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : DOS[byte - 0x80]!;
  return text;
}

/** An accented letter that goes with those around it: no capital behind a small letter. */
const FITS =
  /(?<=\p{Ll})[ß-öø-ÿ]|[À-ÖØ-Þß-öø-ÿ](?=\p{Ll})|(?<=\p{Lu})[À-ÖØ-Þ]|(?<![\p{L}])[À-ÖØ-Þ](?=[\p{Lu}])/gu;

/** Letters that are not English, and what stands in their place where the encoding is another. */
const LETTERS = /(?![\0-\x7f])\p{L}|[\u0080-\u009f\u2500-\u25ff]|(?<=\p{L})[“”„†‡•…‰](?=\p{L})/gu;

/** How many of the letters that are not English go with those around them, of all of them: 1 without any. */
export function shareOfFitting(text: string): number {
  const all = text.match(LETTERS)?.length ?? 0;
  return all === 0 ? 1 : (text.match(FITS)?.length ?? 0) / all;
}

/** A letter of another alphabet beside an English one. */
const BESIDE =
  /(?<=[a-z])(?!\p{Script=Latin})(?![\0-\x7f])\p{L}|(?!\p{Script=Latin})(?![\0-\x7f])\p{L}(?=[a-z])/giu;

/** True for a text whose words mix alphabets, which hardly any does. */
export function mixesAlphabets(text: string): boolean {
  const letters = text.match(/(?![\0-\x7f])\p{L}/gu)?.length ?? 0;
  return (text.match(BESIDE)?.length ?? 0) > letters / 4;
}
