import { redirect } from '@sveltejs/kit';
import { safeNext } from '$lib/safe-next.ts';
import { readClaims } from '$lib/server/member.ts';
import { providers } from './providers.server.ts';

export async function load(event) {
  const next = safeNext(event.url.searchParams.get('next'));
  if (await readClaims(event)) redirect(303, next);
  return { next, providers: providers() };
}
