/** The outcome of a delivery, in a sentence. `refused` and `ignored` come with their own reason. */
export const OUTCOMES: Record<string, string> = {
  created: 'Somebody new in this project.',
  updated: 'Something changed.',
  unchanged: 'All of it was known, or something newer stands.',
  waiting: 'Nobody has told this person’s email yet. It counts when somebody does.',
  unknown: 'It names nobody: neither an email nor an id.',
  repeated: 'The same event was here before.',
};
