import { safeNext } from '$lib/safe-next.ts';
import { text } from '$lib/server/form.ts';

/** Characters. The Auth server asks for as many: minimum_password_length in supabase/config.toml. */
export const SHORTEST_PASSWORD = 10;

/** The fields that the sign-in and sign-up forms have in common. */
export function readCredentials(form: FormData) {
  return {
    email: text(form, 'email'),
    password: String(form.get('password') ?? ''),
    next: safeNext(text(form, 'next')),
  };
}
