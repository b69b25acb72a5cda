import { PRICE } from '$lib/offer.ts';
import type { SitePage } from '$lib/site/site-page.ts';
import { PAGES } from '$lib/site/pages.ts';
import { apiMarkdown } from './api.ts';
import { problemMarkdown, problemsMarkdown } from './problems.ts';

const FILES = import.meta.glob<string>(
  ['/web/lib/site/**/*.md', '/docs/*.md', '/sdk/README.md', '/CHANGELOG.md'],
  { query: '?raw', import: 'default', eager: true },
);

const EXAMPLES = import.meta.glob<string>('/examples/**/*.{js,ts,json,sql,php,sh}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The Markdown of a page, with links that work on the site. Throws when its file is missing. */
export function markdownOf(page: SitePage): string {
  const text = made(page.source) ?? FILES[page.source];
  if (!text) throw new Error(`${page.path} has no file ${page.source}.`);
  return text
    .replace(/^@file (\S+)$/gm, (_line, path: string) => exampleCode(path))
    .replaceAll('@price', () => PRICE)
    .replace(/^<!--.*?-->\n+/gms, '')
    .replace(/^# .*$/m, `# ${page.title}`)
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (link, words: string, to: string) =>
      siteLink(link, words, to),
    );
}

/** The text of a page that is made from code. */
function made(source: string): string | undefined {
  if (source === 'openapi') return apiMarkdown();
  if (source === 'problems') return problemsMarkdown();
  if (source.startsWith('problem:')) return problemMarkdown(source.slice('problem:'.length));
}

/** A line `@file <path>` is that file of an example, so that a guide cannot differ from what is tested. */
function exampleCode(path: string): string {
  const code = EXAMPLES[`/${path}`];
  if (!code) throw new Error(`There is no file ${path}.`);
  return `\`\`\`${path.split('.').at(-1)}\n${code.trimEnd()}\n\`\`\``;
}

/** Files that link to each other in the repository: to their pages, or just words where there is none. */
function siteLink(link: string, words: string, to: string): string {
  if (/^(https?:|mailto:|\/|#)/.test(to)) return link;
  const [file, hash] = to.split('#');
  const name = file!.replace(/^(\.\.?\/)*(docs\/)?/, '');
  const page = PAGES.find(({ source }) => source === `/docs/${name}` || source === `/${name}`);
  return page ? `[${words}](${page.path}${hash ? `#${hash}` : ''})` : words;
}
