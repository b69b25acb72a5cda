import { backslashKey } from './backslash-keys.ts';
import { pointerStep } from './json-pointer.ts';
import { LIMITS } from './limits.ts';
import type { FieldError } from './problems.ts';
import { utf8LengthExceeds } from './utf8.ts';

/** The place of a value. Made for objects and arrays only; the pointer is written when a fault is found. */
interface Place {
  parent: Place | undefined;
  step: string | number;
}

/**
 * The faults in a parsed JSON value that a database would choke on, lose or inflate.
 * Runs before zod, which drops `__proto__` without a word. `base` is the pointer to `value`.
 */
export function brokenJsonRules(value: unknown, base = ''): FieldError[] {
  const errors: FieldError[] = [];
  let keys = 0;
  let done = false;

  const report = (parent: Place | undefined, step: string | number | undefined, detail: string) => {
    let pointer = step === undefined ? '' : pointerStep(step);
    for (let place = parent; place; place = place.parent)
      pointer = pointerStep(place.step) + pointer;
    errors.push({ pointer: base + pointer, detail });
    done ||= errors.length >= LIMITS.errorsPerCall;
  };

  const visit = (item: unknown, depth: number, parent?: Place, step?: string | number): void => {
    if (done) return;
    if (typeof item === 'string') {
      const isLong = !isNote(parent) && utf8LengthExceeds(item, LIMITS.stringBytes);
      const fault = stringFault(item) ?? (isLong ? LONG : null);
      if (fault) report(parent, step, fault);
    } else if (typeof item === 'number') {
      const fault = numberFault(item);
      if (fault) report(parent, step, fault);
    } else if (typeof item === 'object' && item !== null) {
      // Going no deeper than the limit is also what keeps a hostile body from exhausting the stack.
      if (depth > LIMITS.paramsDepth) return report(parent, step, DEEP);
      const here = step === undefined ? undefined : { parent, step };
      if (Array.isArray(item)) {
        for (let i = 0; i < item.length; i++) visit(item[i], depth + 1, here, i);
        return;
      }
      const names = Object.keys(item);
      // The fields of the call itself are not params.
      if (depth > 0 && (keys += names.length) > LIMITS.paramsKeys) {
        report(parent, step, MANY);
        done = true;
        return;
      }
      for (const name of names) {
        const fault = keyFault(name);
        if (fault) report(here, name, fault);
        else visit((item as Record<string, unknown>)[name], depth + 1, here, name);
      }
    }
  };

  visit(value, 0);
  return errors;
}

/** True for what is in the notes of a row, whose length has a limit of its own. */
function isNote(parent: Place | undefined): boolean {
  return parent?.step === 'notes' && !parent.parent;
}

const LONG = `Text can be at most ${LIMITS.stringBytes} bytes. Shorten it.`;
const DEEP = `Params can be nested at most ${LIMITS.paramsDepth} levels deep. Flatten this object or list.`;
const MANY = `Params can have at most ${LIMITS.paramsKeys} keys, including nested ones. Send fewer.`;

function stringFault(text: string): string | null {
  if (text.includes('\0')) return 'Text can’t contain the character U+0000. Remove it.';
  if (!text.isWellFormed())
    return 'Text is cut off in the middle of a character (a lone surrogate). Send whole characters.';
  return null;
}

function keyFault(key: string): string | null {
  if (backslashKey(key) !== null) return 'A key can’t contain a backslash. Rename it.';
  if (key === '__proto__') return 'A key can’t be named __proto__. Rename it.';
  // Characters, not UTF-16 units: only a long key needs counting.
  if (key.length > LIMITS.keyCharacters && [...key].length > LIMITS.keyCharacters) {
    return `A key can be at most ${LIMITS.keyCharacters} characters. Shorten it.`;
  }
  return stringFault(key);
}

function numberFault(number: number): string | null {
  if (!Number.isFinite(number)) return 'This number is too large to store. Send it as text.';
  if (Number.isInteger(number)) {
    if (Number.isSafeInteger(number)) return null;
    return 'Whole numbers above 9007199254740991 lose digits in JSON. Send this one as text.';
  }
  if (Math.abs(number) < LIMITS.smallestNumber) {
    return `This number is too close to zero to store (closer than ${LIMITS.smallestNumber}). Send 0 or text.`;
  }
  return null;
}
