import { safeNext } from '$lib/safe-next.ts';

/** Characters. The Auth server asks for as many: minimum_password_length in supabase/config.toml. */
export const SHORTEST_PASSWORD = 10;

/** What the sign-in and sign-up forms have in common. */
export function readCredentials(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '');
  return {
    email: text('email').trim(),
    password: text('password'),
    next: safeNext(text('next')),
  };
}
