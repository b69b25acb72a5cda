import type { ProblemWords } from './words.ts';

/** Problems of the pages and webhooks for billing. */
export const BILLING_PROBLEMS: Record<string, ProblemWords> = {
  invalid_body: {
    means:
      'The body isn’t valid for this address. To the MCP server, an array of messages was sent: it takes one at a time.',
    todo: '`detail` says what is wrong. If the dashboard shows this, reload the page: it may be older than the server. If an AI assistant does, update it: the protocol has had no arrays since June 2025.',
    retry: 'changed',
  },
  forbidden: {
    means:
      'You’re signed in, but only an owner can change billing. Or a [read key](/docs/read-api) that only reads was to erase or export somebody.',
    todo: 'Ask an owner to do it, or to make you an owner on the Members page. For a read key, create one that can erase and export people under Settings → Connect.',
    retry: 'settled',
  },
  billing_off: {
    means: 'Billing is off on this installation: everything is unlocked.',
    todo: 'Nothing. To turn billing on for your own installation, see [Billing](/docs/billing).',
    retry: 'never',
  },
  already_subscribed: {
    means: 'The account already has a subscription. You were not charged twice.',
    todo: 'Use Manage subscription on the Billing page to change your card or cancel.',
    retry: 'never',
  },
  no_subscription: {
    means: 'The account has no subscription to manage yet.',
    todo: 'Subscribe on the Billing page first.',
    retry: 'settled',
  },
  stripe_refused: {
    means: 'Stripe understood the request and rejected it.',
    todo: 'If you host TinyCRM yourself, the log has the reason, most often a key from the wrong mode or a price that doesn’t exist: see [Billing](/docs/billing). Otherwise report it with the `request_id`.',
    retry: 'settled',
  },
  stripe_unavailable: {
    means: 'Stripe didn’t respond in time.',
    todo: 'Wait a moment. If it persists, check Stripe’s status page.',
    retry: 'moment',
  },
};
