import { parseRows } from '$contract/filters/rows.ts';
import { formatView, parseLook, type View } from './address.ts';
import { standardViewOf } from './views.ts';

// A browser keeps 4 KB of a cookie, its name and encoding included.
const MAX_LENGTH = 3_500;
const PARTS = ['layout', 'density', 'cols'];

/** The look of each view, as a query, by the name that viewName gives it. */
export type Looks = ReadonlyMap<string, string>;

/** The name of the cookie with the looks of an account's views. */
export function looksCookie(accountId: string): string {
  return `looks-${accountId}`;
}

/** Reads what `formatLooks` wrote. */
export function parseLooks(text: string | undefined): Looks {
  return new Map(new URLSearchParams(text ?? ''));
}

/** The looks with that of a view; the usual look is not kept. What has been there longest makes room. */
export function formatLooks(looks: Looks, view: View): string {
  const kept = new Map(looks);
  kept.delete(viewName(view));
  const look = lookQuery(view);
  if (look) kept.set(viewName(view), look);
  for (const oldest of kept.keys()) {
    if (encodeURIComponent(String(new URLSearchParams([...kept]))).length <= MAX_LENGTH) break;
    kept.delete(oldest);
  }
  return String(new URLSearchParams([...kept]));
}

/** The query of an address with the look that its view had, or null where it says its own or had none. */
export function withLook(url: URLSearchParams, looks: Looks): string | null {
  if (PARTS.some((name) => url.has(name))) return null;
  const look = looks.get(viewName({ ...parseRows(url), ...parseLook(url) }));
  return look ? `?${new URLSearchParams([...url, ...new URLSearchParams(look)])}` : null;
}

/** What a look is kept under: a saved view, a standard one, or all others together with All. */
function viewName(view: View): string {
  return view.saved ?? standardViewOf(view)?.name ?? 'All';
}

function lookQuery({ layout, density, columns }: View): string {
  const usual = { ...parseRows(new URLSearchParams()), ...parseLook(new URLSearchParams()) };
  return formatView({ ...usual, layout, density, columns }).slice(1);
}
