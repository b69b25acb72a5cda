import { fail, redirect } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { refuseAttempt } from '$lib/server/refuse-attempt.ts';
import { THEME_COOKIE } from '$lib/server/theme.ts';
import { timeZones } from './time-zones.ts';
import { AS_LONG_AS_A_MAIL, atLeast } from '../../(auth)/at-least.server.ts';
import { explainAuthError, isTaken } from '../../(auth)/auth-error.ts';
import { SHORTEST_PASSWORD } from '../../(auth)/credentials.ts';
import { readFreshness, requireFreshSession } from './fresh-session.server.ts';

const THEMES = ['system', 'light', 'dark'];
const CURRENCIES = Intl.supportedValuesOf('currency');
const currencyNames = new Intl.DisplayNames('en', { type: 'currency' });

export async function load(event) {
  const { url, cookies } = event;
  const { isFresh } = await readAsMember(event, () => readFreshness(event));
  const { account } = await requireMember(event);
  return {
    themes: THEMES,
    theme: cookies.get(THEME_COOKIE) ?? 'system',
    timeZones: timeZones(account.time_zone),
    currencies: CURRENCIES.map((code) => ({ code, name: currencyNames.of(code) ?? code })),
    shortestPassword: SHORTEST_PASSWORD,
    asksPassword: !isFresh,
    choosesPassword: url.searchParams.has('new-password'),
  };
}

export const actions = {
  /** Names the account. */
  account: async (event) => {
    const { account } = await requireMember(event);
    const name = text(await event.request.formData(), 'name');
    return attempt(async () => {
      unwrap(await event.locals.supabase.rpc('rename_account', { account_id: account.id, name }));
      return { done: 'Account name saved.' };
    }, 'name');
  },

  /** Sets how the account sees its figures. */
  figures: async (event) => {
    const { account } = await requireMember(event);
    const form = await event.request.formData();
    const currency = text(form, 'currency');
    if (currency && !CURRENCIES.includes(currency)) {
      return fail(422, { message: 'Choose a currency from the list.' });
    }
    return attempt(async () => {
      unwrap(
        await event.locals.supabase.rpc('set_account_settings', {
          account_id: account.id,
          time_zone: text(form, 'time_zone'),
          currency,
          mrr_param: text(form, 'mrr_param'),
        }),
      );
      return { done: 'Saved for your whole team.' };
    });
  },

  /** Light, dark, or as the system of this device. */
  theme: async ({ request, cookies, url }) => {
    const theme = String((await request.formData()).get('theme'));
    if (!THEMES.includes(theme)) return fail(422, { message: 'Choose system, light or dark.' });
    const secure = url.protocol === 'https:';
    if (theme === 'system') cookies.delete(THEME_COOKIE, { path: '/', secure });
    else {
      cookies.set(THEME_COOKIE, theme, {
        path: '/',
        sameSite: 'lax',
        secure,
        maxAge: 365 * 86_400,
      });
    }
    redirect(303, '/settings');
  },

  /** Sends a link to both addresses; nothing changes until they are opened. */
  email: async (event) => {
    const member = await requireMember(event);
    const form = await event.request.formData();
    const email = text(form, 'email');
    const refusal = await refuseAttempt(event, 'user');
    if (refusal) return refuse('email', refusal);
    const stale = await requireFreshSession(event, member.email, currentPassword(form));
    if (stale) return refuse('email', stale, true);
    const { error } = await atLeast(
      AS_LONG_AS_A_MAIL,
      event.locals.supabase.auth.updateUser(
        { email },
        { emailRedirectTo: `${event.url.origin}/settings` },
      ),
    );
    if (error && !isTaken(error)) return refuse('email', explainAuthError(error));
    return {
      done: `If ${email} isn’t already in use, we sent a link to both your old and new address. Open both to finish.`,
    };
  },

  password: async (event) => {
    const member = await requireMember(event);
    const form = await event.request.formData();
    const password = String(form.get('password') ?? '');
    if (password.length < SHORTEST_PASSWORD) {
      const message = `Use at least ${SHORTEST_PASSWORD} characters for your password.`;
      return refuse('password', { status: 422, message });
    }
    const refusal = await refuseAttempt(event, 'user');
    if (refusal) return refuse('password', refusal);
    const stale = await requireFreshSession(event, member.email, currentPassword(form));
    if (stale) return refuse('password', stale, true);
    const { error } = await event.locals.supabase.auth.updateUser({ password });
    if (error) return refuse('password', explainAuthError(error));
    // Whoever knew the old one may be signed in with it.
    const { error: stays } = await event.locals.supabase.auth.signOut({ scope: 'others' });
    return {
      done: stays
        ? 'Password changed, but we couldn’t sign out your other sessions. Sign them out under Sessions.'
        : 'Password changed. You’ve been signed out everywhere else.',
    };
  },
};

function currentPassword(form: FormData): string {
  return String(form.get('current_password') ?? '');
}

/** Shown in its own form, which is far down the page. */
function refuse(
  section: 'password' | 'email',
  { status, message }: { status: number; message: string },
  asksPassword = false,
) {
  return fail(status, { message, section, asksPassword });
}
