/** The outcome of a delivery, in a sentence. `refused` and `ignored` come with their own reason. */
export const OUTCOMES: Record<string, string> = {
  created: 'New customer in this project.',
  updated: 'Customer updated.',
  unchanged: 'No change: already up to date.',
  waiting: 'Waiting for this customer’s email.',
  unknown: 'No email or ID, so there’s nobody to update.',
  repeated: 'Duplicate event.',
};
