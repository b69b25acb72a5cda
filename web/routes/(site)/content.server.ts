import { parse } from 'yaml';
import { PROBLEM_PAGES } from './problems/list.ts';
import type { SitePage } from './site-page.ts';

interface FrontMatter {
  title: string;
  description: string;
  /** Its place among the files of its folder. */
  order: number;
  /** Its address, where the name of the file does not say it. */
  path?: string;
  /** The source of its text, where that is not in the file itself. */
  source?: string;
}

/** The folders of docs/ that are the documentation, in reading order. */
const SECTIONS = {
  start: 'Start',
  send: 'Send customers',
  guides: 'Guides',
  use: 'Use',
  host: 'Host it yourself',
};

const FILES = import.meta.glob<string>(['/docs/**/*.md', '/sdk/README.md', '/CHANGELOG.md'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A file of docs/ is a page when it begins with front matter; the others are for the repository. */
const pages = Object.entries(FILES)
  .flatMap(([file, text]) => {
    const front = /^---\n(.*?)\n---\n/s.exec(text)?.[1];
    return front ? [{ file, ...(parse(front) as FrontMatter) }] : [];
  })
  .toSorted((a, b) => a.order - b.order);

function pagesIn(folder: string): SitePage[] {
  return pages
    .filter(({ file }) => file.split('/').at(-2) === folder)
    .map(({ file, title, description, path, source }) => ({
      path: path ?? pathOf(file),
      title,
      description,
      source: source ?? file,
    }));
}

/** The address of /docs/use/import.md is /docs/import, that of /docs/compare/index.md is /compare. */
function pathOf(file: string): string {
  const [folder, name] = file.split('/').slice(-2);
  const slug = name!.replace(/\.md$/, '');
  if (folder! in SECTIONS) return `/docs/${slug}`;
  return slug === 'index' ? `/${folder}` : `/${folder}/${slug}`;
}

/** The documentation, in reading order. */
export const DOCS = Object.entries(SECTIONS).map(([folder, title]) => ({
  title,
  pages: pagesIn(folder),
}));

/** Every page of the documentation. */
export const DOC_PAGES = DOCS.flatMap(({ pages }) => pages);

/** Articles on what TinyCRM is for, and what something else is better for. */
export const ARTICLES = ['use-cases', 'compare'].flatMap(pagesIn);

/** Every page that has a Markdown twin, at its path and .md. */
export const PAGES = [...DOC_PAGES, ...PROBLEM_PAGES, ...ARTICLES, ...pagesIn('docs')];

/** The page at a path. */
export function pageAt(path: string): SitePage | undefined {
  return PAGES.find((page) => page.path === path);
}

/** The text of a file, as it stands there but for its front matter. */
export function textOf(file: string): string | undefined {
  return FILES[file]?.replace(/^---\n.*?\n---\n/s, '');
}
