import { posix } from 'node:path';
import { error } from '@sveltejs/kit';
import { PRICE } from '$lib/offer.ts';
import { DOCS, PAGES, pageAt, textOf } from './content.server.ts';
import { apiMarkdown } from './docs/http-api/api.server.ts';
import { problemMarkdown, problemsMarkdown } from './problems/markdown.server.ts';
import { render } from './render.server.ts';
import type { DocsSection, SitePage } from './site-page.ts';

const EXAMPLES = import.meta.glob<string>('/examples/**/*.{js,ts,json,sql,php,sh}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The page at a path and its text as HTML. Answers 404 when there is none. */
export function readPage(path: string) {
  const page = pageAt(path);
  if (!page) error(404, 'There’s nothing at this address.');
  return { page, ...render(markdownOf(page)) };
}

/** The same for a page of the documentation, with the navigation beside it. */
export function readDocsPage(path: string) {
  const sections: DocsSection[] = DOCS.map(({ title, pages }) => ({
    title,
    pages: pages.map(({ path, title }) => ({ path, title })),
  }));
  return { ...readPage(path), sections };
}

/** The Markdown of a page, with links that work on the site. Throws when its file is missing. */
export function markdownOf(page: SitePage): string {
  const text = made(page.source) ?? textOf(page.source);
  if (!text) throw new Error(`${page.path} has no file ${page.source}.`);
  const body = text
    .replace(/^<!--.*?-->\n+/gms, '')
    .trimStart()
    // Whatever is not written for the site has a heading of its own.
    .replace(/^# .*\n+/, '')
    .replace(/^@file (\S+)$/gm, (_line, path: string) => exampleCode(path))
    .replaceAll('@price', () => PRICE)
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (link, words: string, to: string) =>
      siteLink(page, link, words, to),
    );
  return `# ${page.title}\n\n${body}`;
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
function siteLink(from: SitePage, link: string, words: string, to: string): string {
  if (/^(https?:|mailto:|\/|#)/.test(to)) return link;
  const [name, hash] = to.split('#');
  const file = posix.join(posix.dirname(from.source), name!);
  const page = PAGES.find(({ source }) => source === file);
  return page ? `[${words}](${page.path}${hash ? `#${hash}` : ''})` : words;
}
