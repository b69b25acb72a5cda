/** The digits of a number as a file has it, all of them. A sheet keeps 15, and shows no more either. */
export function toDigits(raw: string): string {
  const text = raw.trim();
  if (/^-?\d+$/.test(text)) return text;
  const number = Number(text);
  if (text === '' || !Number.isFinite(number)) return text;
  if (Number.isInteger(number)) return String(BigInt(number));
  const short = String(Number(number.toPrecision(15)));
  return short.includes('e') ? Number(short).toFixed(20).replace(/0+$/, '') : short;
}

/** 0.125 as 12.5%, which is how a sheet shows it. */
export function toPercent(raw: string): string {
  return `${toDigits(String(Number((Number(raw) * 100).toPrecision(15))))}%`;
}
