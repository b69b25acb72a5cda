import { safeNext } from '$lib/safe-next.ts';

/** What the sign-in and sign-up forms have in common. */
export function readCredentials(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '');
  return {
    email: text('email').trim(),
    password: text('password'),
    next: safeNext(text('next')),
  };
}
