import { error, fail, isHttpError } from '@sveltejs/kit';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/database.types.ts';

export type Supabase = SupabaseClient<Database>;

interface Result<T> {
  data: T;
  error: null;
  status: number;
}

interface Failure {
  data: unknown;
  error: { code?: string; message: string };
  status: number;
}

// Raised by our own functions with a sentence for the reader: see supabase/migrations.
const WRITTEN_FOR_READERS: Record<string, number> = {
  '22023': 400,
  '23505': 409,
  '23514': 422,
  '42501': 403,
};

/** Hosted Supabase ends statements of a signed-in user after 8 s, and ours that touch many after 30 s. */
const TOOK_TOO_LONG = '57014';
const NARROW_IT =
  'This took too long, so we stopped it and nothing changed. Narrow the filter or choose fewer customers, then try again.';

/**
 * The data of a supabase-js call. Throws a page error otherwise: with the database's own sentence
 * where it was written for readers, 503 when the database does not answer, 504 when it took too long, and 500 for the rest.
 */
export function unwrap<T>(result: Result<T> | Failure): T {
  if (!result.error) return (result as Result<T>).data;
  const { code, message } = result.error;
  const status = WRITTEN_FOR_READERS[code ?? ''];
  if (status) error(status, { message });
  if (code === TOOK_TOO_LONG) error(504, { message: NARROW_IT });
  if (result.status === 0 || result.status >= 502) unreachable();
  throw new Error(`${code ?? result.status}: ${message}`);
}

/** Throws the page error for a backend that does not answer. */
export function unreachable(): never {
  error(503, { message: 'TinyCRM can’t reach its database. Try again in a moment.' });
}

/**
 * Runs a form action, and turns a page error into a message that the form can show. `field`: the one that
 * a refusal of what was typed is about.
 */
export async function attempt<T>(run: () => Promise<T>, field?: string) {
  try {
    return await run();
  } catch (cause) {
    if (!isHttpError(cause)) throw cause;
    const isAboutInput = [400, 409, 422].includes(cause.status);
    const message = cause.body.message;
    return fail(cause.status, { message, field: isAboutInput ? field : undefined });
  }
}
