import { docs } from './docs-page.ts';
import { HOSTING } from './hosting-pages.ts';
import type { SitePage } from './site-page.ts';

/** The documentation, in reading order. */
export const DOCS: { title: string; pages: SitePage[] }[] = [
  {
    title: 'Start',
    pages: [
      docs(
        '',
        'Quick start',
        'From an empty account to the first customer in the table, in four steps.',
      ),
      docs(
        'concepts',
        'Concepts',
        'What a customer, a project, a status and a param are, and how calls about one person are merged.',
      ),
    ],
  },
  {
    title: 'Send customers',
    pages: [
      docs(
        'sdk',
        'SDK',
        'identify(), ping(), identifyMany() and flush(): options, errors and what the SDK promises.',
        '/sdk/README.md',
      ),
      docs(
        'http-api',
        'HTTP API',
        'Every endpoint, field, limit and error of the API, made from its OpenAPI document.',
        'openapi',
      ),
      {
        path: '/problems',
        title: 'Problems',
        description:
          'Every code a call can be refused with: what it means, what to do, whether to try again.',
        source: 'problems',
      },
      docs(
        'limits',
        'Limits',
        'How much a call, a batch and a project may send, and what happens past that.',
      ),
    ],
  },
  {
    title: 'Guides',
    pages: [
      docs(
        'nextjs',
        'Next.js',
        'App Router with Auth.js, a server action and a route handler that tell TinyCRM who signed up.',
      ),
      docs(
        'express',
        'Express',
        'An Express app that tells TinyCRM who signs up, who upgrades and who is active.',
      ),
      docs(
        'sveltekit',
        'SvelteKit',
        'A form action that tells TinyCRM who signed up, and a hook that tells who is active.',
      ),
      docs(
        'supabase',
        'Supabase',
        'A webhook on auth.users and an Edge Function that tell TinyCRM of every sign-up and sign-in.',
      ),
      docs(
        'woocommerce',
        'WooCommerce',
        'A plugin of one file that tells TinyCRM of accounts, orders, logins and cancelled subscriptions.',
      ),
    ],
  },
  {
    title: 'Use',
    pages: [
      docs(
        'dashboard',
        'Dashboard',
        'The table, filters, views, the panel on a person, the overview, keyboard and teams.',
      ),
      docs(
        'import',
        'Importing',
        'From a spreadsheet, any Postgres, Supabase, WooCommerce or Stripe: with a preview, and safe to run twice.',
        '/docs/import.md',
      ),
      docs(
        'receivers',
        'Receivers',
        'Webhooks of Stripe, Paddle, Lemon Squeezy, WooCommerce, Clerk and Supabase, read without code.',
        '/docs/receivers.md',
      ),
      docs(
        'privacy',
        'Privacy',
        'What is stored about people, where and for how long, and how it is exported and erased.',
        '/docs/privacy.md',
      ),
      docs(
        'security',
        'Security',
        'Keys, rows, sessions and pages: what protects your customers, and what you do yourself.',
      ),
    ],
  },
  HOSTING,
];

/** Every page of the documentation. */
export const DOC_PAGES = DOCS.flatMap(({ pages }) => pages);
