import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { snippets } from './snippets.ts';

const titles = ['Node.js', 'Next.js', 'Express', 'curl', 'Python', 'PHP'];

test('there is one for each way in', () => {
  expect(snippets('https://crm.example/ingest').map(({ title }) => title)).toEqual(titles);
});

test.each(titles)('the snippet for %s holds the key and the address', (title) => {
  const { code } = snippets('https://crm.example/ingest', 'tcrm_proj_x').find(
    (snippet) => snippet.title === title,
  )!;
  expect(code).toContain('tcrm_proj_x');
  expect(code).toContain('https://crm.example/ingest');
});

test('without a key they read it from the environment', () => {
  for (const { code } of snippets('https://crm.example/ingest')) {
    expect(code).toMatch(/process\.env\.TINYCRM_KEY|\$TINYCRM_KEY|\[?['(]+TINYCRM_KEY'/);
  }
});

test.each([
  ['Python', 'python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())']],
  ['PHP', 'php', ['-l']],
])('the snippet for %s is read without a mistake where %s is installed', (title, program, args) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
  } catch {
    return;
  }
  for (const key of [undefined, 'tcrm_proj_x']) {
    const { code } = snippets('https://crm.example/ingest', key).find((s) => s.title === title)!;
    execFileSync(program, args, { input: code, stdio: ['pipe', 'ignore', 'pipe'] });
  }
});
