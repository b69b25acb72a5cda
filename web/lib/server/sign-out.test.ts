import type { RequestEvent } from '@sveltejs/kit';
import { expect, test, vi } from 'vitest';
import { signOut } from './sign-out.ts';

test.each([
  ['http://127.0.0.1:5173/sign-out', false],
  ['https://crm.example.test/sign-out', true],
])('signing out at %s ends the cookies as they were set', async (address, secure) => {
  const end = vi.fn();
  const names = ['sb-x-auth-token.0', 'sb-x-auth-token.1', 'account', 'theme'];
  await signOut({
    locals: { supabase: { auth: { signOut: () => Promise.resolve({ error: null }) } } },
    cookies: { getAll: () => names.map((name) => ({ name, value: '1' })), delete: end },
    url: new URL(address),
  } as unknown as RequestEvent);
  expect(end.mock.calls).toEqual(names.slice(0, 3).map((name) => [name, { path: '/', secure }]));
});
