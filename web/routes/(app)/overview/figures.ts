import type { Sums } from '$lib/format.ts';
import type { Project } from '$lib/server/projects.ts';

/** The overview of an account, as the database answers it: see supabase/migrations. */
export interface Figures {
  people: number;
  /** The number of people in more than one project. */
  several: number;
  /** The number of people who pay in `currency`, with a sum that is known. */
  paying: number;
  /** The account's currency; without one that of most who pay, "" being none. */
  currency: string;
  mrr: Sums;
  /** The largest project first. */
  per_project: ProjectCounts[];
  trials: { per_project: Trials[]; cohorts: (Trials & { month: string })[] };
  /** Every pair of the twenty largest projects, both ways round. */
  overlap: Pair[];
  radar: Record<RadarKind, { total: number; people: TrialPerson[] }>;
  /** By what they pay in `currency`. */
  top_people: (Person & { mrr: number })[];
  counted_at: string;
  /** True if the figures are old enough to be counted again. */
  is_due: boolean;
}

export type RadarKind = 'ending_3' | 'ending_7' | 'stuck_14';

export interface ProjectCounts {
  project_id: string;
  customers: number;
  /** In the last 30 days. */
  new: number;
  free: number;
  trial: number;
  paid: number;
  churned: number;
  mrr: Sums;
}

export interface Trials {
  project_id: string;
  trials: number;
  converted: number;
}

export interface Pair {
  a: string;
  b: string;
  people: number;
  both_pay: number;
  paid_a_not_b: number;
}

export interface Person {
  customer_id: string;
  email: string;
  name: string | null;
  projects: string[];
}

export interface TrialPerson extends Person {
  project_id: string;
  ends_at: string | null;
  since: string;
}

/** A project as the overview shows it. */
export type NamedProject = Pick<Project, 'id' | 'name' | 'color' | 'mark'>;

export interface ProjectFigures extends NamedProject, Omit<ProjectCounts, 'project_id'> {
  /** Of all time. */
  trials: number;
  converted: number;
}

/** The figures of each project with its name, the largest first. One that was just deleted is left out. */
export function projectsOf(figures: Figures, projects: NamedProject[]): ProjectFigures[] {
  return figures.per_project.flatMap(({ project_id, ...counts }) => {
    const project = projects.find(({ id }) => id === project_id);
    if (!project) return [];
    const trials = figures.trials.per_project.find((row) => row.project_id === project_id);
    const { id, name, color, mark } = project;
    const { trials: begun = 0, converted = 0 } = trials ?? {};
    return [{ id, name, color, mark, ...counts, trials: begun, converted }];
  });
}

/** The months that any cohort is of, the oldest first, with every month between. */
export function monthsOf(cohorts: { month: string }[]): string[] {
  const all = cohorts.map(({ month }) => month).sort();
  const months: string[] = [];
  const month = new Date(all[0] ?? NaN);
  while (month <= new Date(all.at(-1) ?? NaN)) {
    months.push(month.toISOString().slice(0, 10));
    month.setUTCMonth(month.getUTCMonth() + 1);
  }
  return months;
}

export function sum<T>(rows: T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
