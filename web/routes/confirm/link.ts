import { safeNext } from '$lib/safe-next.ts';

const TYPES = ['signup', 'magiclink', 'recovery', 'email_change', 'invite', 'email'] as const;

/** The purpose of a link in a mail. */
export type LinkType = (typeof TYPES)[number];

const FALLBACKS: { [Type in LinkType]?: string } = {
  recovery: '/settings?new-password',
  email_change: '/settings',
};

/** The parts of a link in a mail, read from its address, or null if it is none. */
export function readLink(url: URL): { tokenHash: string; type: LinkType; next: string } | null {
  const tokenHash = url.searchParams.get('token_hash');
  const type = TYPES.find((known) => known === url.searchParams.get('type'));
  if (!tokenHash || !type) return null;
  // The Auth server gives the whole address, of which only the path counts, or just the site's.
  const target = URL.parse(url.searchParams.get('next') ?? '');
  const next = target ? target.pathname + target.search : null;
  return { tokenHash, type, next: safeNext(next === '/' ? null : next, FALLBACKS[type]) };
}
