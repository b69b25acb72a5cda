import type { SitePage } from '$lib/site/site-page.ts';
import { slug } from './render.ts';

/** A part of a page that the search can find. */
export interface Section {
  id: string;
  page: string;
  title: string;
  text: string;
}

/** Cuts the Markdown of a page at its headings of the second and third level. */
export function sections({ path, title }: SitePage, markdown: string): Section[] {
  return markdown
    .replace(/^# .*$/m, '')
    .split(/^#{2,3} (?=\S)/m)
    .map((part, index) => {
      const [first = '', ...lines] = part.split('\n');
      const heading = index ? plain(first) : title;
      return {
        id: index ? `${path}#${slug(first)}` : path,
        page: title,
        title: heading,
        text: plain((index ? lines : [first, ...lines]).join('\n')),
      };
    });
}

function plain(markdown: string): string {
  return markdown
    .replace(/^```.*$|^\|[-:| ]+\|$/gm, '')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/[`*]+/g, '')
    .replace(/[|#]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
