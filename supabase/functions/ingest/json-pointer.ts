/** One step of a JSON Pointer (RFC 6901), safe to print: cut short and without half characters. */
export function pointerStep(key: string | number): string {
  if (typeof key === 'number') return `/${key}`;
  const short = key.length > 64 ? `${key.slice(0, 64)}…` : key;
  return '/' + short.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}
