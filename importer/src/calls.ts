import type { ImportRow } from './table/rows.ts';

/** A call of the batch route. */
export type Call =
  | {
      type: 'identify';
      email: string;
      timestamp?: string;
      name?: string;
      status?: string;
      params?: Record<string, unknown>;
    }
  | { type: 'ping'; email: string; timestamp: string };

/**
 * The calls that say what a row says. It counts from when the customer came, so that it undoes
 * nothing a product has said since; a later last sign of life is a ping of its own.
 */
export function toCalls({ email, name, status, params, created_at, seen_at }: ImportRow): Call[] {
  const timestamp = created_at ?? seen_at;
  const identify: Call = {
    type: 'identify',
    email,
    ...(name !== undefined && { name }),
    ...(status !== undefined && { status }),
    ...(params !== undefined && { params }),
    ...(timestamp !== undefined && { timestamp }),
  };
  if (!created_at || !seen_at || seen_at <= created_at) return [identify];
  return [identify, { type: 'ping', email, timestamp: seen_at }];
}
