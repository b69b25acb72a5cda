import { expect, test } from 'vitest';
import { stack } from '../stack.ts';
import { ask, cookiesOf, ORIGIN } from './dashboard.ts';

// The dashboard of these tests has AUTH_PROVIDERS=github.

test.each(['/sign-in', '/sign-up'])(
  '%s offers those that are configured, and no others',
  async (path) => {
    const page = await (await ask(`${path}?next=/projects`)).text();
    expect(page).toContain('/sign-in/with/github?next=%2Fprojects');
    expect(page).not.toContain('Google');
  },
);

test('its button leads to Auth, with a challenge that only this browser can meet', async () => {
  const answer = await ask('/sign-in/with/github?next=/projects');
  expect(answer.status).toBe(303);
  const target = new URL(answer.headers.get('location')!);
  expect(target.origin + target.pathname).toBe(`${stack().apiUrl}/auth/v1/authorize`);
  expect(target.searchParams.get('provider')).toBe('github');
  expect(target.searchParams.get('code_challenge_method')).toBe('s256');
  expect(target.searchParams.get('redirect_to')).toBe(`${ORIGIN}/confirm?next=%2Fprojects`);
  expect(cookiesOf(answer)).toContain('code-verifier');
});

test('it leads back to nowhere else', async () => {
  const answer = await ask('/sign-in/with/github?next=//evil.test');
  const target = new URL(answer.headers.get('location')!);
  expect(target.searchParams.get('redirect_to')).toBe(`${ORIGIN}/confirm?next=%2Fcustomers`);
});

test('one that is not configured is not there', async () => {
  for (const provider of ['google', 'nothing']) {
    expect((await ask(`/sign-in/with/${provider}`)).status).toBe(404);
  }
});
