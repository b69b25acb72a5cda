import type { Database } from '$lib/database.types.ts';

/** What each role may do, the most powerful first. */
export const rights: Record<Database['public']['Enums']['member_role'], string> = {
  owner: 'Owners do everything, billing and deleting the account too.',
  admin: 'Admins manage projects, keys, customers and members, but not owners.',
  viewer: 'Viewers see everything and change nothing.',
};

export const roles = Object.keys(rights) as (keyof typeof rights)[];
