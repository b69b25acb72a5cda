/** The pages of the settings, in the order they are shown. */
export const sections: { href: string; text: string; forOwners?: boolean; forEditors?: boolean }[] =
  [
    { href: '/settings', text: 'General' },
    { href: '/settings/members', text: 'Members' },
    { href: '/settings/notifications', text: 'Notifications' },
    { href: '/settings/webhooks', text: 'Webhooks', forEditors: true },
    { href: '/settings/sessions', text: 'Sessions' },
    { href: '/settings/connect', text: 'Connect' },
    { href: '/settings/data', text: 'Data' },
    { href: '/settings/audit', text: 'Audit log', forOwners: true },
  ];
