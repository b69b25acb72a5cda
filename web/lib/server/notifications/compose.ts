import { formatAbsolute, formatNumber, formatSums, formatWeek, type Sums } from '$lib/format.ts';
import type { Mail } from '../mail-body.ts';
import type { Setting } from './unsubscribe.ts';

/** A mail that is due, as claim_notifications gives it. */
export interface Due {
  kind: string;
  period: string;
  account_id: string;
  user_id: string;
  email: string;
  account: string;
  time_zone: string;
  currency: string | null;
  at: string | null;
}

/** The counts of weekly_summary. */
export interface Week {
  new: number;
  paid: number;
  churned: number;
  people: number;
  trials_ending: number;
  mrr: Sums;
}

/** The setting that turns a kind of mail off. */
export function settingOf(kind: string): Setting {
  return kind === 'weekly_summary' ? 'weekly_summary' : 'billing_notices';
}

/** The mail for one member. `unsubscribe` and `origin` are addresses of the dashboard. */
export function compose(due: Due, week: Week | null, origin: string, unsubscribe: string): Mail {
  const common = { to: due.email };
  const billing = {
    button: { text: 'Open billing', href: `${origin}/billing` },
    unsubscribe: { text: `Unsubscribe from billing emails for ${due.account}`, href: unsubscribe },
  };
  if (due.kind === 'trial_ending') {
    return {
      ...common,
      ...billing,
      subject: `The ${due.account} trial ends soon`,
      paragraphs: [
        `Your trial ends on ${formatAbsolute(due.at!, due.time_zone)}. Subscribe before then, or ask an owner to, and everything keeps working.`,
        'If nobody subscribes, the dashboard locks. You can still export and delete data, and we keep accepting calls for 14 days.',
      ],
    };
  }
  if (due.kind === 'payment_failed') {
    return {
      ...common,
      ...billing,
      subject: `Payment failed for ${due.account}`,
      paragraphs: [
        'We’ll retry the card over the next few days, and everything keeps working until then. An owner can update the card to fix it now.',
      ],
    };
  }
  return {
    ...common,
    subject: `${due.account}, ${formatWeek(due.period)}`,
    paragraphs: ['What happened in all your products in that week, in days of UTC.'],
    figures: week ? figuresOf(week, due.currency) : [],
    button: { text: 'Open the overview', href: `${origin}/overview` },
    unsubscribe: {
      text: `Unsubscribe from weekly summaries for ${due.account}`,
      href: unsubscribe,
    },
  };
}

function figuresOf(week: Week, currency: string | null): [string, string][] {
  return [
    ['New customers', formatNumber(week.new)],
    ['Became paid', formatNumber(week.paid)],
    ['Churned', formatNumber(week.churned)],
    ['Trials that end in the next 7 days', formatNumber(week.trials_ending)],
    ['Monthly revenue now', formatSums(week.mrr, currency ?? '').join(', ')],
    ['Customers now', formatNumber(week.people)],
  ];
}
