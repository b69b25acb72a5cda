import type { Status } from '$contract/statuses.ts';

export interface DemoBadge {
  project: DemoProject['id'];
  status: Status;
  params: { plan?: string; mrr?: number; [key: string]: string | number | undefined };
}

export interface DemoRow {
  name: string;
  email: string;
  badges: DemoBadge[];
  active: string;
}

export interface DemoProject {
  id: 'inkwell' | 'quietmail' | 'shiplog';
  name: string;
  color: string;
}

/** Three made-up products. */
export const PROJECTS: DemoProject[] = [
  { id: 'inkwell', name: 'Inkwell', color: 'blue' },
  { id: 'quietmail', name: 'Quietmail', color: 'violet' },
  { id: 'shiplog', name: 'Shiplog', color: 'orange' },
];

const badge = (
  project: DemoBadge['project'],
  status: Status,
  params: DemoBadge['params'],
): DemoBadge => ({ project, status, params });

/**
 * Their made-up customers, most recently active first, each with their projects in the order of
 * PROJECTS. Every project has somebody of every status.
 */
export const ROWS: DemoRow[] = [
  {
    name: 'Alex Chen',
    email: 'alex@northpine.example',
    badges: [
      badge('inkwell', 'paid', { plan: 'pro', mrr: 29 }),
      badge('quietmail', 'free', { source: 'twitter' }),
    ],
    active: '2 minutes ago',
  },
  {
    name: 'Priya Raman',
    email: 'priya@lumenworks.example',
    badges: [
      badge('inkwell', 'paid', { plan: 'team', mrr: 79 }),
      badge('quietmail', 'paid', { plan: 'pro', mrr: 12 }),
      badge('shiplog', 'trial', { plan: 'pro' }),
    ],
    active: '18 minutes ago',
  },
  {
    name: 'Jonas Weber',
    email: 'jonas@example.com',
    badges: [badge('shiplog', 'trial', { plan: 'pro', seats: 2 })],
    active: '1 hour ago',
  },
  {
    name: 'Mei-Ling Chow',
    email: 'meiling@paperkite.example',
    badges: [
      badge('inkwell', 'free', { source: 'producthunt' }),
      badge('shiplog', 'paid', { plan: 'pro', mrr: 19 }),
    ],
    active: '3 hours ago',
  },
  {
    name: 'Sofia Marchetti',
    email: 'sofia@studiohale.example',
    badges: [badge('quietmail', 'trial', { plan: 'pro', country: 'IT' })],
    active: '5 hours ago',
  },
  {
    name: 'Tomasz Nowak',
    email: 'tomasz@example.com',
    badges: [
      badge('inkwell', 'trial', { plan: 'pro', seats: 1 }),
      badge('quietmail', 'churned', { plan: 'pro' }),
    ],
    active: 'yesterday',
  },
  {
    name: 'Amara Okafor',
    email: 'amara@northpine.example',
    badges: [
      badge('inkwell', 'paid', { plan: 'pro', mrr: 29 }),
      badge('shiplog', 'churned', { plan: 'pro', reason: 'price' }),
    ],
    active: '3 days ago',
  },
  {
    name: 'Lukas Brandt',
    email: 'lukas@example.com',
    badges: [badge('shiplog', 'free', {})],
    active: '12 days ago',
  },
  {
    name: 'Hannah Whitfield',
    email: 'hannah@lumenworks.example',
    badges: [badge('inkwell', 'churned', { plan: 'pro', reason: 'moved on' })],
    active: '2 months ago',
  },
];

/** The words that a row is found by: its statuses, its projects, and both together. Read by demo.css. */
export function tokens({ badges }: DemoRow): string {
  const found = badges.flatMap(({ project, status, params }) => {
    const facts = params.plan === 'pro' ? [status, 'pro'] : [status];
    return [project, ...facts, ...facts.map((fact) => `${project}-${fact}`)];
  });
  if (badges.length > 1) found.push('several');
  return [...new Set(found)].join(' ');
}
