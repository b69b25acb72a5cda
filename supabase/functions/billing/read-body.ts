import type { z } from 'zod';
import { Problem } from '../_shared/contract/problems.ts';
import { BodiesInFlight } from '../_shared/http/bodies-in-flight.ts';
import { readText } from '../_shared/http/body.ts';

/** Stripe's largest events are far smaller. */
const BODY_BYTES = 512 * 1024;
const bodies = new BodiesInFlight(200);

/** The body as text. Throws a Problem past 512 KB, before more is read. */
export async function readBody(request: Request): Promise<string> {
  return (await bodies.read('', () => readText(request, BODY_BYTES, tooLarge))).text;
}

/** The body as `schema` wants it. Throws a Problem that names the first fault. */
export async function readJsonBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await readBody(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem('invalid_body', 'Send a JSON object.');
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Problem('invalid_body', `${issue!.path.join('.') || 'The body'}: ${issue!.message}.`);
}

function tooLarge(): Problem {
  return new Problem('body_too_large', 'The body can be at most 512 KB.');
}
