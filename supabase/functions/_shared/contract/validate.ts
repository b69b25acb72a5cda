import type { z } from 'zod';
import { pointerStep } from './json-pointer.ts';
import { brokenJsonRules } from './json-rules.ts';
import { LIMITS } from './limits.ts';
import { type FieldError, Problem, validationProblem } from './problems.ts';

/**
 * The call that a parsed JSON value holds, or the problem with it. `base` is the JSON Pointer to
 * the value in the body.
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  base = '',
): z.output<Schema> | Problem {
  const broken = brokenJsonRules(value, base);
  if (broken.length > 0) return validationProblem(broken);
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : validationProblem(fieldErrors(parsed.error, base));
}

/** The issues zod found, each with the pointer to its field. */
export function fieldErrors(error: z.ZodError, base = ''): FieldError[] {
  return error.issues
    .flatMap((issue) => {
      const pointer =
        base + issue.path.map((step) => pointerStep(step as string | number)).join('');
      if (issue.code !== 'unrecognized_keys') return { pointer, detail: issue.message };
      return issue.keys.map((key) => ({
        pointer: pointer + pointerStep(key),
        detail: unknownField(key),
      }));
    })
    .slice(0, LIMITS.errorsPerCall);
}

function unknownField(key: string): string {
  const name = pointerStep(key).slice(1);
  return `Unknown field "${name}". Put your own data inside "params" of an identify call.`;
}
