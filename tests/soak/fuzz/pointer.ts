/** What can be missing, and is pointed to as if it were there. */
const NEEDED = ['email', 'calls', 'type'];

/**
 * Whether a JSON Pointer (RFC 6901) leads to a value, or to where a needed one is missing. The
 * product cuts long keys short with an ellipsis, and mends half characters.
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
  if (key.toWellFormed() === step) return true;
  return step.endsWith('…') && key.slice(0, 64).toWellFormed() === step.slice(0, -1);
}
