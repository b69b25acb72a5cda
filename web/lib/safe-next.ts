/** The page to go to after signing in: a path of this site, whatever the address claims. */
export function safeNext(next: string | null, fallback = '/customers'): string {
  // Browsers read a backslash as a slash and drop tabs and line breaks.
  if (!next || !/^\/(?!\/)/.test(next) || /[\\\p{Cc}]/u.test(next)) return fallback;
  const origin = 'http://here.invalid';
  const url = URL.parse(next, origin);
  return url?.origin === origin && !url.pathname.startsWith('//')
    ? url.pathname + url.search + url.hash
    : fallback;
}
