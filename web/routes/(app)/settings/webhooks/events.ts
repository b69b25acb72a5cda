/** The events that a webhook can be sent, and when each happens. */
export const EVENTS: Record<string, string> = {
  'customer.created': 'A new customer in any of your projects.',
  'customer.joined_project': 'A customer you already have appears in another project.',
  'customer.status_changed': 'For example from trial to paid, or from paid to churned.',
  'import.finished': 'An import has ended. Its customers send no events of their own.',
};
