/** The events that a webhook can be sent, and when each happens. */
export const EVENTS: Record<string, string> = {
  'customer.created': 'A new customer in any of your projects.',
  'customer.joined_project': 'A customer you already have appears in another project.',
  'customer.status_changed': 'For example from trial to paid, or from paid to churned.',
  'customer.erased': 'A customer was deleted in TinyCRM, so that you can delete them too.',
  'import.finished': 'An import has ended. Its customers send no events of their own.',
};

/** Those that a channel can be told of, in words for whoever reads it. */
export const CHANNEL_EVENTS: Record<string, string> = {
  'customer.created': 'A new customer',
  'customer.joined_project': 'A customer you already have appears in another project',
  'customer.status_changed': 'A status changes, for example from trial to paid',
  'import.finished': 'An import is done',
};
