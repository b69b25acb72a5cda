/** The pages of the settings, in the order they are shown. */
export const sections = [
  { href: '/settings', text: 'General' },
  { href: '/settings/members', text: 'Members' },
];
