import type { SitePage } from '$lib/site/pages.ts';
import { PAGES } from '$lib/site/pages.ts';
import { apiMarkdown } from './api.ts';

const FILES = import.meta.glob<string>(
  ['/web/lib/site/**/*.md', '/docs/*.md', '/sdk/README.md', '/CHANGELOG.md'],
  { query: '?raw', import: 'default', eager: true },
);

/** The Markdown of a page, with links that work on the site. Throws when its file is missing. */
export function markdownOf(page: SitePage): string {
  const text = page.source === 'openapi' ? apiMarkdown() : FILES[page.source];
  if (!text) throw new Error(`${page.path} has no file ${page.source}.`);
  return text
    .replace(/^<!--.*?-->\n+/gms, '')
    .replace(/^# .*$/m, `# ${page.title}`)
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (link, words: string, to: string) =>
      siteLink(link, words, to),
    );
}

/** Files that link to each other in the repository: to their pages, or just words where there is none. */
function siteLink(link: string, words: string, to: string): string {
  if (/^(https?:|mailto:|\/|#)/.test(to)) return link;
  const [file, hash] = to.split('#');
  const name = file!.replace(/^(\.\.?\/)*(docs\/)?/, '');
  const page = PAGES.find(({ source }) => source === `/docs/${name}` || source === `/${name}`);
  return page ? `[${words}](${page.path}${hash ? `#${hash}` : ''})` : words;
}
