import type { Database } from '$lib/database.types.ts';

export type Role = Database['public']['Enums']['member_role'];

/** The rights of each role, the most powerful first. */
export const rights: Record<Role, string> = {
  owner: 'Full access, including billing and deleting the account.',
  admin: 'Can manage projects, keys, customers and members, except owners.',
  viewer: 'Can view everything, can’t edit.',
};

/** The name of each role, as a page shows it. */
export const titles: Record<Role, string> = { owner: 'Owner', admin: 'Admin', viewer: 'Viewer' };

export const roles = Object.keys(rights) as Role[];
