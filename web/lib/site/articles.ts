import type { SitePage } from './site-page.ts';

const article = (path: string, title: string, description: string): SitePage => ({
  path,
  title,
  description,
  source: `/web/lib/site${path.split('/').length > 2 ? path : `${path}/index`}.md`,
});

/** What TinyCRM is for, and what something else is better for. */
export const ARTICLES = [
  article(
    '/use-cases',
    'Use cases',
    'What people do with one table of all their customers: portfolios, trials, segments, churn.',
  ),
  article(
    '/use-cases/customers-across-products',
    'Track customers across products',
    'Who uses more than one of your products, who pays here and is free there, and who could try the next one.',
  ),
  article(
    '/use-cases/portfolio',
    'A portfolio of small products',
    'Five products and one place to look in the morning, where somebody who pays twice is one person.',
  ),
  article(
    '/use-cases/trial-conversion',
    'Trial conversion',
    'Whose trial ends soon, who is stuck, who is active and undecided, and what became of last month’s trials.',
  ),
  article(
    '/use-cases/segments',
    'Segments by params',
    'Lists of customers by plan, source, seats or whatever your product knows, without declaring a field.',
  ),
  article(
    '/use-cases/churn',
    'Churn',
    'Who left, who is going quiet before the renewal, and who left one product but pays for another.',
  ),
  article(
    '/compare',
    'Compare',
    'TinyCRM beside Notion, a spreadsheet, PostHog, Segment and a full CRM, and where each is better.',
  ),
  article(
    '/compare/notion',
    'TinyCRM and Notion',
    'A customer list in Notion or in TinyCRM: how rows arrive, what is joined, and where Notion is better.',
  ),
  article(
    '/compare/spreadsheet',
    'TinyCRM and a spreadsheet',
    'A customer list in Google Sheets or in TinyCRM: what stays right by itself, and where a sheet is better.',
  ),
  article(
    '/compare/posthog-segment',
    'TinyCRM and PostHog or Segment',
    'Customers or events: what identify() is for in TinyCRM, PostHog and Segment, and where they are better.',
  ),
  article(
    '/compare/full-crm',
    'TinyCRM and a full CRM',
    'Customers who sign up by themselves or deals that people close: TinyCRM beside HubSpot and others.',
  ),
];
