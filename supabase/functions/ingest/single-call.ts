import type { z } from 'zod';
import { countOutcome } from './log.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { validate } from './validate.ts';
import { readWriteRequest } from './write-request.ts';

/** A route whose body is one call: `write` writes it, `answerTo` words how that went. */
export function singleCallRoute<Schema extends z.ZodType<object>, Outcome extends string>(
  schema: Schema,
  write: (calls: (z.output<Schema> & { keyHash: string })[]) => Promise<Outcome[]>,
  answerTo: (outcome: Outcome) => object,
): Route {
  return {
    method: 'POST',
    async answer(request, entry) {
      const { keyHash, value } = await readWriteRequest(request, 'call');
      const call = validate(schema, value);
      if (call instanceof Problem) throw call;

      const [outcome] = await write([{ ...call, keyHash }]);
      const body = answerTo(outcome!);
      if (body instanceof Problem) throw body;
      countOutcome(entry, outcome!);
      return { status: 200, body };
    },
  };
}
