/** What can be missing, and is pointed to as if it were there. */
const NEEDED = ['email', 'calls', 'type'];

/**
 * Whether a JSON Pointer (RFC 6901) leads to a value, or to where a needed one is missing. The
 * product cuts long keys short with an ellipsis, and has U+FFFD for what cannot be shown.
 */
export function resolves(pointer: string, value: unknown): boolean {
  if (pointer === '') return true;
  if (!pointer.startsWith('/')) return false;
  const steps = pointer.slice(1).split('/');
  let here = value;
  for (const [i, escaped] of steps.entries()) {
    if (/~(?![01])/.test(escaped)) return false;
    const step = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof here !== 'object' || here === null) return false;
    const key = Object.keys(here).find((key) => isStep(key, step));
    if (key === undefined) {
      return i === steps.length - 1 && !Array.isArray(here) && NEEDED.includes(step);
    }
    here = (here as Record<string, unknown>)[key];
  }
  return true;
}

function isStep(key: string, step: string): boolean {
  if (shown(key) === step) return true;
  return step.endsWith('…') && shown(key.slice(0, 64)) === step.slice(0, -1);
}

function shown(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
