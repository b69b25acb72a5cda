const WINDOW_MS = 300_000;
/** As many visitors as are remembered: a flood from many addresses takes no more memory than that. */
const MAX_VISITORS = 10_000;

const counts = new Map<string, { count: number; endsAt: number }>();

/** Counts an attempt as take_attempt of the database does, in the memory of this process. */
export function countHere(visitor: string, max: number, cost: 0 | 1, now = Date.now()): number {
  const kept = counts.get(visitor);
  const { count, endsAt } =
    kept && kept.endsAt > now ? kept : { count: 0, endsAt: now + WINDOW_MS };
  if (count >= max) return Math.ceil((endsAt - now) / 1000);
  remember(visitor, count + cost, endsAt);
  return 0;
}

/** Remembers that the database refuses a visitor for so many seconds. */
export function refuseHere(visitor: string, seconds: number, now = Date.now()): void {
  remember(visitor, Infinity, now + seconds * 1000);
}

function remember(visitor: string, count: number, endsAt: number): void {
  // Set anew, the one that has been silent longest stands first.
  counts.delete(visitor);
  counts.set(visitor, { count, endsAt });
  if (counts.size > MAX_VISITORS) counts.delete(counts.keys().next().value!);
}
