import { ARTICLES } from './articles.ts';
import { DOC_PAGES } from './docs-pages.ts';
import { PROBLEM_PAGES } from './problems/list.ts';
import type { SitePage } from './site-page.ts';

/** Every page that has a Markdown twin, at its path and .md. */
export const PAGES: SitePage[] = [
  ...DOC_PAGES,
  ...PROBLEM_PAGES,
  ...ARTICLES,
  {
    path: '/changelog',
    title: 'Changelog',
    description: 'What a user of TinyCRM notices, newest first. Also as an RSS feed.',
    source: '/CHANGELOG.md',
  },
];

/** The page at a path. */
export function pageAt(path: string): SitePage | undefined {
  return PAGES.find((page) => page.path === path);
}
