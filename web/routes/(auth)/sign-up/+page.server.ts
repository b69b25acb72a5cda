import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { AS_LONG_AS_A_MAIL, atLeast } from '../at-least.server.ts';
import { takeAttempt } from '$lib/server/attempts.ts';
import { text } from '$lib/server/form.ts';
import { refuseAttempt } from '$lib/server/refuse-attempt.ts';
import { explainAuthError, isTaken } from '../auth-error.ts';
import { readCredentials, SHORTEST_PASSWORD } from '../credentials.ts';

const NOT_SIGNED_UP =
  'We couldn’t create an account with this email. Try signing in, or reset your password.';

export const actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const { email, password, next } = readCredentials(form);
    const accountName = [...text(form, 'account')].slice(0, 80).join('');
    if (password.length < SHORTEST_PASSWORD) {
      const message = `Use at least ${SHORTEST_PASSWORD} characters for your password.`;
      return fail(422, { email, accountName, message, field: 'password' as const });
    }

    const refusal = await refuseAttempt(event, 'sign-up');
    if (refusal) return fail(refusal.status, { email, accountName, message: refusal.message });
    const guesses = { time_zone: guessed(form, 'time_zone'), currency: guessed(form, 'currency') };
    const attempt = signUp(event, { email, password, accountName, next, guesses });
    const answer = atLeast(AS_LONG_AS_A_MAIL, attempt);
    // Whoever comes in sees that anyway. All others wait: a mail, which only new ones are sent, takes longer than none.
    const isIn = await attempt.then(
      (outcome) => outcome.isIn,
      () => false,
    );
    if (isIn) redirect(303, next);
    const { error } = await answer;
    // Without a session the Auth server waits for the address to be confirmed.
    if (!error) return { email, accountName, confirm: true };
    if (isTaken(error)) return fail(422, { email, accountName, message: NOT_SIGNED_UP });
    const { status, message, field } = explainAuthError(error);
    return fail(status, { email, accountName, message, field });
  },
};

interface SignUp {
  email: string;
  password: string;
  accountName: string;
  next: string;
  guesses: { time_zone: string; currency: string };
}

/** What the browser guessed. The database takes what is a time zone or a currency, and nothing else. */
const guessed = (form: FormData, name: string) => text(form, name).slice(0, 64);

async function signUp(
  event: RequestEvent,
  { email, password, accountName, next, guesses }: SignUp,
) {
  const { auth } = event.locals.supabase;
  const options = {
    data: { account_name: accountName, ...guesses },
    emailRedirectTo: event.url.origin + next,
  };
  const { data, error } = await auth.signUp({ email, password, options });
  if (!isTaken(error)) return { error, isIn: Boolean(data.session) };
  // Whoever knows the password may as well come in; nobody else learns that there is an account. It
  // counts as signing in, and one time too many looks like a wrong password.
  if (await takeAttempt(event, 'sign-in')) return { error, isIn: false };
  const signedIn = await auth.signInWithPassword({ email, password });
  return { error, isIn: !signedIn.error };
}
