import { formatAbsolute, formatCount, formatNumber, formatSums } from '$lib/format.ts';
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
  return kind === 'weekly_summary' ? 'weekly_summary' : 'billing_notices';
}

/** The mail for one member. `unsubscribe` and `origin` are addresses of the dashboard. */
export function compose(due: Due, week: Week | null, origin: string, unsubscribe: string): Mail {
  const common = { to: due.email };
  const billing = {
    button: { text: 'Open billing', href: `${origin}/billing` },
    unsubscribe: { text: `Stop mails about billing of ${due.account}`, href: unsubscribe },
  };
  if (due.kind === 'trial_ending') {
    return {
      ...common,
      ...billing,
      subject: `The trial of ${due.account} ends soon`,
      paragraphs: [
        `It ends on ${formatAbsolute(due.at!, due.time_zone)}. Subscribe before then, or ask an owner to, and nothing changes.`,
        'Without a subscription the dashboard closes but for billing, export and erasing, and calls are taken for 14 more days.',
      ],
    };
  }
  if (due.kind === 'payment_failed') {
    return {
      ...common,
      ...billing,
      subject: `A payment for ${due.account} failed`,
      paragraphs: [
        'The card is tried again over the next days, and everything stays open meanwhile. An owner can change the card.',
      ],
    };
  }
  return {
    ...common,
    subject: `${due.account}, ${daysOf(due.period)}`,
    paragraphs: ['What happened in all your products that week, beside the week before.'],
    figures: week ? figuresOf(week) : [],
    button: { text: 'Open the overview', href: `${origin}/overview` },
    unsubscribe: { text: `Stop the weekly summary of ${due.account}`, href: unsubscribe },
  };
}

/** Each figure, with that of the week before in brackets. */
function figuresOf({ period, before, currency, ...now }: Week): [string, string][] {
  const beside = (of: (figures: PeriodFigures) => string) => `${of(period)} (${of(before)} before)`;
  const money = (figures: PeriodFigures) =>
    formatSums({ ...figures.mrr, [currency]: figures.end }, currency).join(', ');
  const changes = CHANGES.filter((change) => changeOf(period, change).customers > 0);
  return [
    ['MRR', beside(money)],
    ['Net new MRR', beside((figures) => formatGrowth(netNew(figures), currency))],
    ...changes.map((change): [string, string] => {
      const { customers, mrr } = changeOf(period, change);
      return [NAMES[change], `${formatGrowth(mrr, currency)}, ${formatCount(customers)}`];
    }),
    ['Customer churn', beside((figures) => formatRate(customerChurn(figures)))],
    ['Revenue churn', beside((figures) => formatRate(revenueChurn(figures)))],
    ['New customers', beside((figures) => formatNumber(figures.new_customers))],
    ['Trials ending in the next 7 days', formatNumber(now.trials_ending)],
    ['Customers now', formatNumber(now.people)],
  ];
}

/** "16 to 22 November 2026", "30 November to 6 December 2026" for the Monday of a week. */
function daysOf(monday: string): string {
  const [first, last] = [0, 6].map((days) => new Date(Date.parse(monday) + days * 86_400_000));
  const say = (day: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(day);
  const month = first!.getUTCMonth() === last!.getUTCMonth() ? {} : { month: 'long' as const };
  const long = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  return `${say(first!, { day: 'numeric', ...month })} to ${say(last!, long)}`;
}
