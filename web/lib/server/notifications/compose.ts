import { formatAbsolute, formatCount, formatNumber, formatSums, formatWeek } from '$lib/format.ts';
import {
  changeOf,
  CHANGES,
  customerChurn,
  formatGrowth,
  formatRate,
  NAMES,
  netNew,
  revenueChurn,
  type Period,
  type PeriodFigures,
} from '$lib/period.ts';
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

/** The figures of weekly_summary: those of the overview for the week. */
export interface Week extends Omit<Period, 'step' | 'steps'> {
  /** As it is now. */
  people: number;
  trials_ending: number;
}

/** The setting that turns a kind of mail off. */
export function settingOf(kind: string): Setting {
  if (kind === 'webhook_off') return 'webhook_alerts';
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
  if (due.kind === 'webhook_off') {
    return {
      ...common,
      subject: `A webhook of ${due.account} was turned off`,
      paragraphs: [
        `On ${formatAbsolute(due.at!, due.time_zone)} TinyCRM stopped sending events to one of your webhooks or channels: for five days no delivery succeeded, or its URL is gone.`,
        'What happens while it’s off isn’t sent. Its page shows the last answers, and turns it on again.',
      ],
      button: { text: 'Open webhooks', href: `${origin}/settings/webhooks` },
      unsubscribe: {
        text: `Unsubscribe from webhook alerts for ${due.account}`,
        href: unsubscribe,
      },
    };
  }
  return {
    ...common,
    subject: `${due.account}, ${formatWeek(due.period)}`,
    paragraphs: ['What happened in all your products that week, beside the week before.'],
    figures: week ? figuresOf(week) : [],
    button: { text: 'Open the overview', href: `${origin}/overview` },
    unsubscribe: {
      text: `Unsubscribe from weekly summaries for ${due.account}`,
      href: unsubscribe,
    },
  };
}

/** Each figure, with that of the week before in brackets. */
function figuresOf({ period, before, currency, ...now }: Week): [string, string][] {
  const beside = (of: (figures: PeriodFigures) => string) => `${of(period)} (${of(before)} before)`;
  const money = (figures: PeriodFigures) =>
    formatSums({ ...figures.mrr, [currency]: figures.end }, currency).join(', ');
  // Of nobody who pays there is none.
  const rates = (name: string, of: (figures: PeriodFigures) => number | null) =>
    of(period) === null && of(before) === null
      ? []
      : [[name, beside((figures) => formatRate(of(figures)))] as [string, string]];
  const changes = CHANGES.filter((change) => changeOf(period, change).customers > 0);
  return [
    ['MRR', beside(money)],
    ['Net new MRR', beside((figures) => formatGrowth(netNew(figures), currency))],
    ...changes.map((change): [string, string] => {
      const { customers, mrr } = changeOf(period, change);
      return [NAMES[change], `${formatGrowth(mrr, currency)}, ${formatCount(customers)}`];
    }),
    ...rates('Customer churn', customerChurn),
    ...rates('Revenue churn', revenueChurn),
    ['New customers', beside((figures) => formatNumber(figures.new_customers))],
    ['Trials ending in the next 7 days', formatNumber(now.trials_ending)],
    ['Customers now', formatNumber(now.people)],
  ];
}
