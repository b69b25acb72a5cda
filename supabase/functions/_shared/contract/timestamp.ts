/**
 * A valid ISO 8601 time in any zone as the same time in UTC, with up to six digits of a second kept:
 * JavaScript has milliseconds, Postgres and most exports have microseconds.
 */
export function toUtc(text: string): string {
  const fraction = /\.(\d{1,6})/.exec(text)?.[1];
  const utc = new Date(text).toISOString().slice(0, 19);
  return fraction === undefined ? `${utc}Z` : `${utc}.${fraction}Z`;
}
