import type { Delivery } from '../webhooks.server.ts';

/** How a delivery stands, in a word or two. */
export function outcomeOf({ delivered_at, next_at, attempts, status }: Delivery): string {
  if (delivered_at) return 'delivered';
  if (attempts === 0) return 'waiting';
  if (next_at) return 'retrying';
  return status === null ? 'no answer' : 'failed';
}
