import type { RequestEvent } from '@sveltejs/kit';
import { takeAttempt, type Attempt } from './attempts.ts';

/**
 * Counts an attempt of the visitor. Resolves with null when it may go on, else with a status and a
 * sentence for the form.
 */
export async function refuseAttempt(event: RequestEvent, attempt: Attempt) {
  const seconds = await takeAttempt(event, attempt);
  if (!seconds) return null;
  event.setHeaders({ 'retry-after': String(seconds) });
  const minutes = Math.ceil(seconds / 60);
  return {
    status: 429,
    message: `Too many attempts from your network. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
  };
}
