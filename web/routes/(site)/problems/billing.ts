import type { ProblemWords } from './words.ts';

/** Problems of the pages and webhooks that have to do with paying. */
export const BILLING_PROBLEMS: Record<string, ProblemWords> = {
  invalid_body: {
    means: 'The body is not what this address takes.',
    todo: 'The detail says which field is wrong. These addresses are called by the dashboard and by Stripe: reload the page, it may be older than the server.',
    retry: 'changed',
  },
  forbidden: {
    means: 'You are signed in, but only an owner of the account may change how it pays.',
    todo: 'Ask an owner of the account to do it, or to make you one on the Members page.',
    retry: 'settled',
  },
  billing_off: {
    means: 'This installation takes no payments: everything is unlocked.',
    todo: 'Nothing. To switch billing on in an installation of your own, see [Billing](/docs/billing).',
    retry: 'never',
  },
  already_subscribed: {
    means: 'The account has a subscription, and was not charged a second time.',
    todo: 'Use Manage on the Billing page to change the card or to cancel.',
    retry: 'never',
  },
  no_subscription: {
    means: 'There is no subscription to manage yet.',
    todo: 'Subscribe on the Billing page first.',
    retry: 'settled',
  },
  stripe_refused: {
    means: 'Stripe understood the request and refused it.',
    todo: 'If you host TinyCRM yourself, the log has the reason: most often a key of the other mode, or a price that is not there. [Billing](/docs/billing) has the settings. Otherwise report it with the `request_id`.',
    retry: 'settled',
  },
  stripe_unavailable: {
    means: 'Stripe did not answer in time.',
    todo: 'Wait a little. If it stays, the status page of Stripe may say why.',
    retry: 'moment',
  },
};
