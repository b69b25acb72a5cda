import { accountId } from '$lib/account.ts';
import { formatLooks, looksCookie, parseLooks, type Looks, type View } from '$lib/filters';

const A_YEAR = 365 * 86_400;

/** How the views of the account looked last in this browser. */
export function rememberedLooks(): Looks {
  const name = `${looksCookie(accountId())}=`;
  const cookie = document.cookie.split('; ').find((one) => one.startsWith(name));
  return parseLooks(decodeURIComponent(cookie?.slice(name.length) ?? ''));
}

/** Keeps how a view looks for the next time that it is opened in this browser. */
export function rememberLook(view: View): void {
  const looks = encodeURIComponent(formatLooks(rememberedLooks(), view));
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${looksCookie(accountId())}=${looks}; path=/customers; max-age=${A_YEAR}; samesite=lax${secure}`;
}
