import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { customer, folder, makeProject, newEmail, type Project } from '../examples/project.ts';

let project: Project;
const known = (email: string) => customer(project, email);
const inTime = { timeout: 20_000 };

beforeAll(async () => {
  project = await makeProject();
});

// Next.js and Auth.js are no dependencies of this repository: the example's own code runs without them.
const STAND_INS: Record<string, string> = {
  'next/server': 'export const after = (promise) => promise;',
  'next/navigation': 'export const redirect = (to) => { throw new Error(`redirect ${to}`); };',
  'next-auth/providers/github': 'export default {};',
  'next-auth': `export default ({ events }) => ({
      handlers: { GET: events.signIn, POST: events.signIn },
      auth: () => globalThis.exampleSession,
    });`,
};

/** A module of the example as the server would load it. */
async function load(file: string) {
  const temporary = await mkdtemp(join(tmpdir(), 'tinycrm-example-'));
  const outfile = join(temporary, 'module.mjs');
  const { outputFiles } = await build({
    entryPoints: [join(folder('nextjs'), file)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [
      {
        name: 'stand-ins',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^next/ }, ({ path }) => ({ path, namespace: 'stand-in' }));
          onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({
            contents: STAND_INS[path],
          }));
        },
      },
    ],
  });
  await writeFile(outfile, outputFiles[0]!.text);
  Object.assign(process.env, project.env);
  const module = await import(/* @vite-ignore */ pathToFileURL(outfile).href);
  await rm(temporary, { recursive: true });
  return module;
}

test('the server action, the callback of Auth.js and the route handler make customers', async () => {
  const { signUp } = await load('app/sign-up/actions.ts');
  const email = newEmail();
  const fields = new FormData();
  fields.set('email', email);
  fields.set('name', 'Nia');
  await expect(signUp(fields)).rejects.toThrow('redirect /');
  await expect
    .poll(() => known(email), inTime)
    .toMatchObject({ name: 'Nia', status: 'trial', params: { plan: 'team' } });

  const { GET: signIn } = await load('app/api/auth/[...nextauth]/route.ts');
  const other = newEmail();
  signIn({ user: { email: other, name: null } });
  await expect.poll(() => known(other), inTime).toMatchObject({ name: null, status: 'free' });

  const { POST } = await load('app/api/plan/route.ts');
  const choose = () =>
    POST(new Request('http://x', { method: 'POST', body: JSON.stringify({ plan: 'team' }) }));
  expect((await choose()).status).toBe(401);
  Object.assign(globalThis, { exampleSession: { user: { email: other } } });
  expect((await choose()).status).toBe(200);
  await expect
    .poll(() => known(other), inTime)
    .toMatchObject({ status: 'paid', params: { plan: 'team', mrr: 29 } });
});
