import { json } from '@sveltejs/kit';
import { numbersOf, parseView } from '$lib/filters';
import { indexParam } from '$lib/server/customers.ts';
import { requireMember } from '$lib/server/member.ts';

/** The time that one request spends on it, in ms: far below what any host allows. */
const TURN_MS = 2_000;

/**
 * Goes on with the indexes of the numbers that the view of the address compares or sorts by, which
 * accounts with many customers need. `{ isDone }`: whether there is nothing left to do.
 */
export async function POST(event) {
  const { account } = await requireMember(event);
  const end = Date.now() + TURN_MS;
  let isDone = true;
  for (const key of numbersOf(parseView(event.url.searchParams))) {
    do {
      isDone = (await indexParam(event.locals.supabase, account.id, key)) !== false;
    } while (!isDone && Date.now() < end);
    if (!isDone) break;
  }
  return json({ isDone });
}
