import { docs } from './docs-page.ts';

/** What is read by those who run TinyCRM themselves. */
export const HOSTING = {
  title: 'Host it yourself',
  pages: [
    docs(
      'self-hosting',
      'Self-hosting',
      'TinyCRM on one machine, or on your own Supabase and Vercel.',
    ),
    docs(
      'deploy',
      'Supabase and Vercel',
      'Deploying the database, the Edge Function and the dashboard, step by step.',
      '/docs/deploy.md',
    ),
    docs(
      'billing',
      'Billing',
      'Trial and subscriptions through Stripe, or none: off until you switch it on.',
      '/docs/billing.md',
    ),
    docs(
      'operations',
      'Operations',
      'Health, logs and settings of the ingest path, and what to do about each error.',
      '/docs/operations.md',
    ),
    docs(
      'backup',
      'Backup and restore',
      'A copy of every row in a place of your own, how it goes back, and a drill that compares both.',
      '/docs/backup.md',
    ),
    docs(
      'reliability',
      'Reliability',
      'What is promised about calls, how each promise is tested, and what was found.',
      '/docs/reliability.md',
    ),
    docs(
      'performance',
      'Performance',
      'How many calls a second are written, how fast one is, and how that was measured.',
      '/docs/performance.md',
    ),
    docs(
      'scale',
      'Scale',
      'What it takes to read a million customers, filter by filter.',
      '/docs/scale.md',
    ),
  ],
};
