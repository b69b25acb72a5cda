import type { SitePage } from './site-page.ts';

/** A page of the documentation. Its file is in ./docs unless another is given. */
export const docs = (
  slug: string,
  title: string,
  description: string,
  source = `/web/lib/site/docs/${slug || 'quick-start'}.md`,
): SitePage => ({ path: slug ? `/docs/${slug}` : '/docs', title, description, source });
