/** The names of the mails that a member turns on and off. */
export const names = {
  weekly_summary: 'Weekly summary',
  billing_notices: 'Trial and billing emails',
  webhook_alerts: 'Webhook alerts',
};
