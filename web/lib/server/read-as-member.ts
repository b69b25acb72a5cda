import type { RequestEvent } from '@sveltejs/kit';
import { lookedAt, readOwnClaims, requireMember } from './member.ts';

/**
 * What `read` gives for the account that the member looks at. It is asked for beside who that is, as the
 * browser knows the account from last time, and once more where it was wrong: a page takes one round
 * trip. What the database refuses is told after requireMember has let the request pass.
 */
export async function readAsMember<T>(
  event: RequestEvent,
  read: (accountId: string) => Promise<T>,
): Promise<T> {
  const likely = lookedAt(event);
  const early = likely && (await readOwnClaims(event)) ? read(likely) : undefined;
  early?.catch(() => {});
  const { account } = await requireMember(event);
  return early && account.id === likely ? early : read(account.id);
}
