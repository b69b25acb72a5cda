import curl from '../../examples/snippets/post.sh?raw';
import express from '../../examples/snippets/express.js?raw';
import hono from '../../examples/snippets/hono.ts?raw';
import nextClient from '../../examples/snippets/nextjs-crm.ts?raw';
import nextSignUp from '../../examples/snippets/nextjs-sign-up.ts?raw';
import node from '../../examples/snippets/node.js?raw';
import php from '../../examples/snippets/php.php?raw';
import python from '../../examples/snippets/python.py?raw';
import ruby from '../../examples/snippets/ruby.rb?raw';
import svelteClient from '../../examples/snippets/sveltekit-crm.ts?raw';
import svelteHooks from '../../examples/snippets/sveltekit-hooks.ts?raw';

/** One file of a snippet. Where there are several, each says its own name. */
export interface SnippetFile {
  name?: string;
  code: string;
}

export interface Snippet {
  id: string;
  title: string;
  /** It uses the SDK, which has to be installed first. */
  installs: boolean;
  files: SnippetFile[];
}

/** The lines of a `.env` file that the snippets read: the key, or a place for it, and the address. */
export function environment(ingestUrl: string, apiKey = 'tcrm_proj_…'): string {
  return `TINYCRM_KEY=${apiKey}\nTINYCRM_URL=${ingestUrl}`;
}

/** What installs the SDK from the dashboard at this address. */
export function installCommand(ingestUrl: string): string {
  return `npm install ${new URL('/sdk.tgz', ingestUrl).href}`;
}

/** The code to paste into a project. No key is inside, so that it can be committed. */
export const SNIPPETS: Snippet[] = [
  withSdk('node', 'Node.js', node),
  withSdk('next', 'Next.js', nextClient, nextSignUp),
  withSdk('express', 'Express', express),
  withSdk('sveltekit', 'SvelteKit', svelteClient, svelteHooks),
  withSdk('hono', 'Hono', hono),
  plain('curl', 'curl', curl),
  plain('python', 'Python', python),
  plain('php', 'PHP', php),
  plain('ruby', 'Ruby', ruby),
];

function withSdk(id: string, title: string, ...codes: string[]): Snippet {
  return { id, title, installs: true, files: codes.map(fileOf) };
}

function plain(id: string, title: string, code: string): Snippet {
  return { id, title, installs: false, files: [{ code: code.trim() }] };
}

/** A file that begins with its own name in a comment is shown under it. */
function fileOf(text: string): SnippetFile {
  const [, name, rest] = /^\/\/ (\S+\.ts)\n(.*)$/s.exec(text) ?? [];
  return name && rest ? { name, code: rest.trim() } : { code: text.trim() };
}
