import { fail, redirect } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { refuseAttempt } from '$lib/server/refuse-attempt.ts';
import { THEME_COOKIE } from '$lib/server/theme.ts';
import { timeZones } from '$lib/time-zones.ts';
import { AS_LONG_AS_A_MAIL, atLeast } from '../../(auth)/at-least.server.ts';
import { explainAuthError, isTaken } from '../../(auth)/auth-error.ts';
import { SHORTEST_PASSWORD } from '../../(auth)/credentials.ts';

const THEMES = ['system', 'light', 'dark'];

export async function load(event) {
  const { url, cookies } = event;
  const { account } = await requireMember(event);
  return {
    themes: THEMES,
    theme: cookies.get(THEME_COOKIE) ?? 'system',
    timeZones: timeZones(account.time_zone),
    shortestPassword: SHORTEST_PASSWORD,
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
      return { done: 'The account has its new name.' };
    });
  },

  /** Sets how the account sees its figures. */
  figures: async (event) => {
    const { account } = await requireMember(event);
    const form = await event.request.formData();
    return attempt(async () => {
      unwrap(
        await event.locals.supabase.rpc('set_account_settings', {
          account_id: account.id,
          time_zone: text(form, 'time_zone'),
          currency: text(form, 'currency'),
          mrr_param: text(form, 'mrr_param'),
        }),
      );
      return { done: 'Everybody in the account sees times and money so from now on.' };
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
    await requireMember(event);
    const email = text(await event.request.formData(), 'email');
    const refusal = await refuseAttempt(event, 'user');
    if (refusal) return fail(refusal.status, { message: refusal.message });
    const { error } = await atLeast(
      AS_LONG_AS_A_MAIL,
      event.locals.supabase.auth.updateUser(
        { email },
        { emailRedirectTo: `${event.url.origin}/settings` },
      ),
    );
    if (error && !isTaken(error)) return refuse(error);
    return {
      done: `If nobody else signs in with ${email}, links are on their way to both addresses. Open both, and it is yours.`,
    };
  },

  password: async (event) => {
    await requireMember(event);
    const password = String((await event.request.formData()).get('password') ?? '');
    if (password.length < SHORTEST_PASSWORD) {
      return fail(422, { message: `A password needs at least ${SHORTEST_PASSWORD} characters.` });
    }
    const refusal = await refuseAttempt(event, 'user');
    if (refusal) return fail(refusal.status, { message: refusal.message });
    const { error } = await event.locals.supabase.auth.updateUser({ password });
    if (error) return refuse(error);
    // Whoever knew the old one may be signed in with it.
    const { error: stays } = await event.locals.supabase.auth.signOut({ scope: 'others' });
    return {
      done: stays
        ? 'You have a new password. End your other sessions under Sessions: they could not be ended now.'
        : 'You have a new password, and are signed out everywhere else.',
    };
  },
};

function refuse(error: Parameters<typeof explainAuthError>[0]) {
  const { status, message } = explainAuthError(error);
  return fail(status, { message });
}
