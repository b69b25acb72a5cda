import { readFileSync } from 'node:fs';
import { SNIPPETS } from '$lib/snippets.ts';
import { EXPRESS, HONO, LAMBDA, NEXT, SVELTEKIT, WENT_ON } from './snippet-hosts.ts';

/** A snippet as somebody copies it, and the program that it is pasted into. */
export interface Snippet {
  title: string;
  /** What runs it. */
  program: string;
  /** The files of the program; the first is the one that starts. */
  files: Record<string, string>;
  /** Modules that the program gets in place of those of its framework. */
  modules?: Record<string, string>;
  /** It only pings. */
  isPing?: boolean;
}

const AFTER = {
  python3: `\nprint("went on")\n`,
  php: `\necho "went on\\n";\n`,
  ruby: `\nputs 'went on'\n`,
  sh: `\necho went on\n`,
};

/** The snippets of the dashboard, of the SDK's README and of the README, each once. */
export function snippets(): Snippet[] {
  const dashboard = SNIPPETS.map(({ title, files }) =>
    snippet(
      `dashboard: ${title}`,
      title,
      files.map(({ code }) => code),
    ),
  );
  const readme = readFileSync('sdk/README.md', 'utf8').split(/^### /m).slice(1);
  const chapters = readme.map((chapter) => {
    const title = chapter.split('\n')[0]!;
    return snippet(`sdk/README.md: ${title}`, title, fenced(chapter));
  });
  const hero = snippet(
    'README.md',
    'Node.js',
    fenced(readFileSync('README.md', 'utf8')).slice(0, 1),
  );
  const all = [...dashboard, ...chapters, hero].filter((one) => one !== null);
  const programs = new Map<string, Snippet>();
  for (const one of all) {
    const files = JSON.stringify(one.files);
    const same = programs.get(files);
    programs.set(files, same ? { ...same, title: `${same.title}, ${one.title}` } : one);
  }
  return [...programs.values()];
}

function fenced(markdown: string): string[] {
  return [...markdown.matchAll(/^```\w+\n(.*?)\n```$/gms)].map(([, code]) => code!);
}

function snippet(title: string, chapter: string, shown: string[]): Snippet | null {
  // The dashboard shows the name of a file beside it, the README in its first line.
  const [code, second] = shown.map((text) => text.replace(/^\/\/ \S+\.ts\n/, '').trim());
  if (code === undefined) return null; // a chapter of words
  const script = (program: keyof typeof AFTER) => ({
    title,
    program,
    files: { main: code + AFTER[program] },
  });
  const host = (source: string, more: Partial<Snippet> = {}): Snippet => ({
    title,
    program: 'node',
    ...more,
    files: { 'host.ts': source, 'snippet.ts': code, ...more.files },
  });
  switch (chapter) {
    case 'curl':
      return script('sh');
    case 'Python':
      return script('python3');
    case 'PHP':
      return script('php');
    case 'Ruby':
      return script('ruby');
    case 'Node.js':
      return host(`await import('./snippet.ts'); ${WENT_ON}`);
    case 'Express':
      return host(EXPRESS);
    case 'Next.js':
      return host(NEXT, {
        files: { 'action.ts': second! },
        modules: {
          'next/server': 'export const after = (promise) => promise;',
          '@/lib/crm': `export * from './snippet.ts';`,
        },
      });
    case 'SvelteKit':
      return host(SVELTEKIT, {
        isPing: true,
        files: { 'hooks.ts': second! },
        modules: {
          '$env/dynamic/private': 'export const env = process.env;',
          '$lib/server/crm': `export * from './snippet.ts';`,
        },
      });
    case 'Hono':
    case 'Hono on Cloudflare Workers':
      return host(HONO);
    case 'AWS Lambda':
      return host(LAMBDA, { isPing: true });
    default:
      throw new Error(`Say in tests/examples/snippets.ts what "${chapter}" is pasted into.`);
  }
}
