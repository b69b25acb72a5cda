import { globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkedFolder, REF } from './fake-api.fixture.ts';
import { stepsFor } from './steps.ts';

// What the docs tell people to type, and what npm run deploy runs, is run with the CLI of this
// repository, in a folder that is linked to a project. No configuration there is valid: each command
// says what it is about to change, and gets no further.
let linked: Awaited<ReturnType<typeof linkedFolder>>;

beforeAll(async () => {
  linked = await linkedFolder();
  writeFileSync(
    linked.at('supabase/config.toml'),
    'project_id = "docs"\n[auth.email.template.confirmation]\ncontent_path = "./not-there.html"\n',
  );
  writeFileSync(linked.at('billing.env'), 'STRIPE_SECRET_KEY=sk_test_x\n');
  writeFileSync(linked.at('functions.env'), 'INGEST_DB_URL=postgres://x\n');
  writeFileSync(linked.at('given'), "select '1'\n");
});
afterAll(() => linked.remove());

/** Every command of the CLI in the docs and in what deploy:check says, once. */
function commands(): string[] {
  const texts = (folder: string, end: string) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(end) && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
  // Not docs/decisions.md, which tells nobody to type anything.
  const docs = globSync(['*.md', 'docs/*/*.md']).map((file) => readFileSync(file, 'utf8'));
  const typed = [...docs.join('\n').matchAll(/(?:^ *|`)((?:npx )?supabase [a-z]+ [^`\n]+)/gm)];
  const said = [
    ...texts('deploy', '.ts')
      .join('\n')
      .matchAll(/(npx supabase [a-z -]+)/g),
  ];
  const found = [...typed, ...said].map(([, command]) => command!.trim());
  return [...new Set(found)].filter((command) => !command.endsWith('supabase login'));
}

test.each(commands())('%s changes the linked project', async (command) => {
  const line = command.replace(/<ref>/g, REF).replace(/<[^>]*>/g, 'x');
  expect(await linked.run(line)).toMatch(new RegExp(`^Target: project .*${REF}`, 'm'));
});

const steps = stepsFor({ PROJECT_REF: REF }).map(({ args, file }) =>
  ['supabase', ...args, ...(file ? [file.flag, 'given'] : [])].join(' '),
);
test.each(steps)('%s of npm run deploy changes the project that is asked for', async (command) => {
  expect(await linked.run(command)).toMatch(new RegExp(`^Target: project .*${REF}`, 'm'));
});
