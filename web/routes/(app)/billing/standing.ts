import { PRICE } from '$lib/offer.ts';
import type { Billing } from '$lib/server/billing.ts';

/** The words of the Billing page about an account. */
export interface Standing {
  title: string;
  text: string;
  /** Dates worth a line: what happens, and when (ISO). */
  dates: [what: string, when: string][];
  /** The choices of the owner, the likeliest first. */
  offers: ('checkout' | 'portal')[];
}

/** Puts where an account stands into words. */
export function standingOf(billing: Billing, now = Date.now()): Standing {
  if (!billing.enabled) {
    return {
      title: 'Everything is unlocked',
      text: 'This server runs with billing off: there is no trial, and nothing to pay.',
      dates: [],
      offers: [],
    };
  }
  switch (billing.state) {
    case 'trialing':
      return trial(billing, now);
    case 'active':
      return active(billing, now);
    case 'past_due':
      return {
        title: 'The last payment did not go through',
        text: 'Stripe tries the card again in the next days. Everything stays open meanwhile. With another card it is settled at once.',
        dates: [],
        offers: ['portal'],
      };
    case 'canceled':
      return canceled(billing, now);
  }
}

function trial({ access, trial_ends_at, ingest_until }: Billing, now: number): Standing {
  if (access === 'full') {
    return {
      title: 'Free trial',
      text: `Subscribe whenever you like: what is left of the trial stays free, and nothing is charged before it ends. Then it is ${PRICE} a month.`,
      dates: [['Trial ends', trial_ends_at]],
      offers: ['checkout'],
    };
  }
  return {
    title: 'The trial is over',
    text: `The dashboard opens again as soon as you subscribe, for ${PRICE} a month. ${LATE}`,
    dates: [['Trial ended', trial_ends_at], ...calls(ingest_until, now)],
    offers: ['checkout'],
  };
}

function active(billing: Billing, now: number): Standing {
  const { current_period_end: end, cancel_at_period_end, trial_ends_at } = billing;
  if (cancel_at_period_end) {
    return {
      title: 'Subscribed until the end of the period',
      text: 'You canceled. Everything stays open until then, and you can take it back.',
      dates: end ? [['Ends', end]] : [],
      offers: ['portal'],
    };
  }
  const isFirst = Date.parse(trial_ends_at) > now;
  return {
    title: 'Subscribed',
    text: `${PRICE} a month for everybody in the account, any number of products and customers.`,
    dates: end ? [[isFirst ? 'First payment' : 'Next payment', end]] : [],
    offers: ['portal'],
  };
}

function canceled({ access, access_until, ingest_until }: Billing, now: number): Standing {
  const ended: Standing['dates'] = access_until
    ? [[access === 'full' ? 'Open until' : 'Ended', access_until]]
    : [];
  return {
    title: 'The subscription has ended',
    text:
      access === 'full'
        ? `Everything stays open for what is left. Subscribe again to go on, for ${PRICE} a month.`
        : `The dashboard opens again as soon as you subscribe, for ${PRICE} a month. ${LATE}`,
    dates: [...ended, ...calls(ingest_until, now)],
    offers: ['checkout', 'portal'],
  };
}

const LATE = 'Nothing is deleted, and you can take or erase your data at any time.';

function calls(until: string | null, now: number): Standing['dates'] {
  if (!until) return [];
  const isOver = Date.parse(until) < now;
  return [[isOver ? 'Calls are refused since' : 'Calls are taken until', until]];
}
