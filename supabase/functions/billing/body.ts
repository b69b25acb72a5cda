import { z } from 'zod';
import { Problem } from './problem.ts';

/** Stripe's largest events are far smaller. */
const MOST_BYTES = 512 * 1024;

/** The body as text. Throws a Problem past 512 KB, before more is read. */
export async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Problem('body_too_large', 'A body is at most 512 KB.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The body as `schema` wants it. Throws a Problem that names the first fault. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await readText(request);
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

/** Where Stripe sends the owner back to. */
export const returnUrl = z.url({ protocol: /^https?$/ }).max(500);
