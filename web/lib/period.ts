import { formatAmount, type Sums } from './format.ts';

/** How MRR of a customer in a project can change. */
export const CHANGES = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] as const;
export type Change = (typeof CHANGES)[number];
export const NAMES: Record<Change, string> = {
  new: 'New',
  reactivation: 'Reactivation',
  expansion: 'Expansion',
  contraction: 'Contraction',
  churn: 'Churn',
};

/** What happened in a range of days, as overview_period counts it. Money is in its currency. */
export interface PeriodFigures {
  /** ISO dates, both of them included. */
  first: string;
  last: string;
  /** MRR when the first day began and when the last one ended. */
  start: number;
  end: number;
  /** MRR at the end in every currency. */
  mrr: Sums;
  /** Whoever pays, counted in each project. */
  payers_start: number;
  payers_end: number;
  new_customers: number;
  changes: Partial<Record<Change, { customers: number; mrr: number }>>;
}

export interface Period {
  period: PeriodFigures;
  /** As many days before. */
  before: PeriodFigures;
  /** The account's currency; without one that of most who pay, "" being none. */
  currency: string;
  step: 'day' | 'week' | 'month';
  /** The oldest first. */
  steps: Step[];
}

export interface Step {
  first: string;
  last: string;
  /** MRR by project when it ended. */
  mrr: Record<string, number>;
  new_customers: number;
  churned: number;
}

export function changeOf({ changes }: PeriodFigures, change: Change) {
  return changes[change] ?? { customers: 0, mrr: 0 };
}

/** True if anybody paid at any time of it. */
export function hasPayers({ payers_start, changes }: PeriodFigures): boolean {
  return payers_start > 0 || Object.keys(changes).length > 0;
}

/** What MRR grew by. The sum of its changes, but for what the end of a float costs. */
export function netNew({ start, end }: PeriodFigures): number {
  return Math.round((end - start) * 1000) / 1000;
}

/** The share of paying customers who stopped paying, or null where nobody paid when it began. */
export function customerChurn(figures: PeriodFigures): number | null {
  return share(changeOf(figures, 'churn').customers, figures.payers_start);
}

/** The share of MRR that was lost to churn and contraction, or null where there was none. */
export function revenueChurn(figures: PeriodFigures): number | null {
  return share(
    0 - changeOf(figures, 'churn').mrr - changeOf(figures, 'contraction').mrr,
    figures.start,
  );
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** A rate of nobody. */
export const NO_RATE = '–';

/** "2.4%", "0%", "31%", or a dash of nothing. */
export function formatRate(rate: number | null): string {
  if (rate === null) return NO_RATE;
  const percent = rate * 100;
  return `${percent >= 10 ? Math.round(percent) : Math.round(percent * 10) / 10}%`;
}

/** "+$29", "−$8", "$0" */
export function formatGrowth(amount: number, currency: string): string {
  const sign = amount > 0 ? '+' : amount < 0 ? '−' : '';
  return sign + formatAmount(Math.abs(amount), currency);
}
