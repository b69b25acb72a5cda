import type { Database } from '$lib/database.types.ts';

export type Role = Database['public']['Enums']['member_role'];

/** The rights of each role, the most powerful first. */
export const rights: Record<Role, string> = {
  owner: 'Owners do everything, billing and deleting the account too.',
  admin: 'Admins manage projects, keys, customers and members, but not owners.',
  viewer: 'Viewers see everything and change nothing.',
};

export const roles = Object.keys(rights) as Role[];
