import curl from '../../examples/snippets/post.sh?raw';
import express from '../../examples/snippets/express.js?raw';
import nextClient from '../../examples/snippets/nextjs-crm.ts?raw';
import nextSignUp from '../../examples/snippets/nextjs-sign-up.ts?raw';
import node from '../../examples/snippets/node.js?raw';
import php from '../../examples/snippets/php.php?raw';
import python from '../../examples/snippets/python.py?raw';
import ruby from '../../examples/snippets/ruby.rb?raw';

/**
 * The lines of a `.env` file that the snippets read: the key, or a place for it, the address, and the
 * region of the database where it is known, for the SDK.
 */
export function environment(ingestUrl: string, apiKey = 'tcrm_proj_…', region = ''): string {
  const lines = [`TINYCRM_KEY=${apiKey}`, `TINYCRM_URL=${ingestUrl}`];
  if (region) lines.push(`TINYCRM_REGION=${region}`);
  return lines.join('\n');
}

/** The code to paste into a project. No key is inside, so that it can be committed. */
export const SNIPPETS = [
  { id: 'node', title: 'Node.js', code: node },
  { id: 'next', title: 'Next.js', code: `${nextClient}\n${nextSignUp}` },
  { id: 'express', title: 'Express', code: express },
  { id: 'curl', title: 'curl', code: curl },
  { id: 'python', title: 'Python', code: python },
  { id: 'php', title: 'PHP', code: php },
  { id: 'ruby', title: 'Ruby', code: ruby },
].map((snippet) => ({ ...snippet, code: snippet.code.trim() }));
