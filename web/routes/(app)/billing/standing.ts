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
      text: 'Billing is off on this server, so there’s nothing to pay.',
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
        title: 'Your last payment failed',
        text: 'Stripe will retry your card over the next few days, and everything stays available. Update your card to fix it now.',
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
      text: `Subscribe any time: you won’t be charged until your trial ends, then ${PRICE} a month.`,
      dates: [['Trial ends', trial_ends_at]],
      offers: ['checkout'],
    };
  }
  return {
    title: 'Your trial has ended',
    text: `Subscribe for ${PRICE} a month to unlock the dashboard. ${LATE}`,
    dates: [['Trial ended', trial_ends_at], ...calls(ingest_until, now)],
    offers: ['checkout'],
  };
}

function active(billing: Billing, now: number): Standing {
  const { current_period_end: end, cancel_at_period_end, trial_ends_at } = billing;
  if (cancel_at_period_end) {
    return {
      title: 'Subscription canceled',
      text: 'Everything stays available until it ends, and you can resume before then.',
      dates: end ? [['Ends', end]] : [],
      offers: ['portal'],
    };
  }
  const isFirst = Date.parse(trial_ends_at) > now;
  return {
    title: 'Subscribed',
    text: `${PRICE} a month for your whole team, with unlimited products and customers.`,
    dates: end ? [[isFirst ? 'First payment' : 'Next payment', end]] : [],
    offers: ['portal'],
  };
}

function canceled({ access, access_until, ingest_until }: Billing, now: number): Standing {
  const ended: Standing['dates'] = access_until
    ? [[access === 'full' ? 'Available until' : 'Ended', access_until]]
    : [];
  return {
    title: 'Your subscription has ended',
    text:
      access === 'full'
        ? `Everything stays available until then. Subscribe again for ${PRICE} a month to keep it.`
        : `Subscribe for ${PRICE} a month to unlock the dashboard. ${LATE}`,
    dates: [...ended, ...calls(ingest_until, now)],
    offers: ['checkout', 'portal'],
  };
}

const LATE = 'Nothing is deleted, and you can export or delete your data at any time.';

function calls(until: string | null, now: number): Standing['dates'] {
  if (!until) return [];
  const isOver = Date.parse(until) < now;
  return [[isOver ? 'Calls rejected since' : 'Calls accepted until', until]];
}
