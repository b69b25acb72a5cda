/** The session in the cookies of the dashboard. */
export interface KeptSession {
  access_token: string;
  refresh_token: string;
  /** Seconds since 1970. */
  expires_at: number;
}

/** What the cookies of a signed-in browser hold. */
export function sessionOf(cookie: string): KeptSession {
  return JSON.parse(Buffer.from(parts(cookie).value, 'base64url').toString()) as KeptSession;
}

/** The same cookies with a session that is changed, as time would: { expires_at }. */
export function withSession(cookie: string, change: Partial<KeptSession>): string {
  const text = JSON.stringify({ ...sessionOf(cookie), ...change });
  return `${parts(cookie).name}=base64-${Buffer.from(text).toString('base64url')}`;
}

/** @supabase/ssr cuts a long session into cookies that end in .0, .1 and so on. */
function parts(cookie: string): { name: string; value: string } {
  const pairs = cookie
    .split('; ')
    .map((pair) => /^(sb-[\w-]*?auth-token)(?:\.(\d+))?=(.*)$/.exec(pair))
    .filter((pair) => pair !== null)
    .sort((a, b) => Number(a[2] ?? 0) - Number(b[2] ?? 0));
  const value = pairs.map((pair) => pair[3]).join('');
  return { name: pairs[0]![1]!, value: value.replace(/^base64-/, '') };
}
