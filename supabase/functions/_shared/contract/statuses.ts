/** The states of a customer in a project. */
export const STATUSES = ['free', 'trial', 'paid', 'churned'] as const;

export type Status = (typeof STATUSES)[number];
