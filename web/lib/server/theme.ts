import type { RequestEvent } from '@sveltejs/kit';

export const THEME_COOKIE = 'theme';

/** The attribute of the page that says what somebody chose: see web/app.css. None follows the system. */
export function themeAttribute({ cookies }: RequestEvent): string {
  const theme = cookies.get(THEME_COOKIE);
  return theme === 'light' || theme === 'dark' ? `data-theme="${theme}"` : '';
}
