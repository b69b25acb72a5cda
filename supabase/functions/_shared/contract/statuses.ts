/** Where a customer stands in a project. */
export const STATUSES = ['free', 'trial', 'paid', 'churned'] as const;

export type Status = (typeof STATUSES)[number];
