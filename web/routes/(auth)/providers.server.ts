import { env } from '$env/dynamic/private';

/** The names of those who can say who somebody is, as the buttons call them. */
const NAMES = { github: 'GitHub', google: 'Google' } as const;

export type Provider = keyof typeof NAMES;

/** Those that AUTH_PROVIDERS names, such as "github,google": each must be set up in Supabase as well. */
export function providers(): { id: Provider; name: string }[] {
  const named = (env.AUTH_PROVIDERS ?? '').split(',').map((word) => word.trim().toLowerCase());
  return (Object.keys(NAMES) as Provider[])
    .filter((id) => named.includes(id))
    .map((id) => ({ id, name: NAMES[id] }));
}
