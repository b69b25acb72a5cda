import { Problem } from '../../_shared/contract/problems.ts';
import type { z } from 'zod';
import type { Route } from '../../_shared/http/route.ts';
import type { Dependencies } from '../dependencies.ts';
import { validate } from '../../_shared/contract/validate.ts';
import { noteKey, readCall } from './write-request.ts';

/** A route whose body is one call: `write` writes it, `answerTo` words how that went. */
export function singleCallRoute<Schema extends z.ZodType<object>, Outcome extends string>(
  dependencies: Dependencies,
  kind: 'identify' | 'ping',
  schema: Schema,
  write: (calls: (z.output<Schema> & { keyHash: string })[], bytes: number) => Promise<Outcome[]>,
  answerTo: (outcome: Outcome) => object,
): Route {
  return {
    method: 'POST',
    async answer(request, context) {
      const { keyHash, value, bytes } = await readCall(request, dependencies, kind, context);
      const call = validate(schema, value);
      if (call instanceof Problem) throw call;

      const outcomes = await write([{ ...call, keyHash }], bytes);
      noteKey(dependencies, context, keyHash, outcomes);
      const body = answerTo(outcomes[0]!);
      if (body instanceof Problem) throw body;
      return { status: 200, body };
    },
  };
}
