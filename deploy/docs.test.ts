import { execFile } from 'node:child_process';
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// What the docs tell people to type is run with the CLI of this repository, in a folder that is
// linked to a project. Its API is a server here that knows that project, and no configuration is
// valid: each command says what it is about to change, and gets no further.
const REF = 'abcdefghijklmnopqrst';
let api: Server;
let folder: string;

beforeAll(async () => {
  api = createServer((_, response) => {
    const names = { id: REF, ref: REF, name: 'Docs', organization_id: 'x', organization_slug: 'x' };
    const database = {
      host: 'db.test',
      version: '17',
      postgres_engine: '17',
      release_channel: 'ga',
    };
    const state = { region: 'x', status: 'ACTIVE_HEALTHY', created_at: '2026-01-01T00:00:00Z' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...names, ...state, database }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => api.once('listening', resolve));
  folder = mkdtempSync(join(tmpdir(), 'tinycrm-docs-'));
  mkdirSync(join(folder, 'supabase/.temp'), { recursive: true });
  mkdirSync(join(folder, 'home'));
  writeFileSync(join(folder, 'supabase/.temp/project-ref'), REF);
  writeFileSync(
    join(folder, 'supabase/config.toml'),
    'project_id = "docs"\n[auth.email.template.confirmation]\ncontent_path = "./not-there.html"\n',
  );
  writeFileSync(join(folder, 'billing.env'), 'STRIPE_SECRET_KEY=sk_test_x\n');
  writeFileSync(join(folder, 'prod-ca-2021.crt'), '-----BEGIN CERTIFICATE-----\nMII=\n');
  const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const profile = { name: 'docs', api_url: url, dashboard_url: url, docs_url: url };
  writeFileSync(join(folder, 'profile.yaml'), JSON.stringify({ ...profile, project_host: 'test' }));
});
afterAll(() => {
  api.close();
  rmSync(folder, { recursive: true, force: true });
});

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

function run(command: string): Promise<string> {
  const cli = resolve('node_modules/.bin/supabase');
  const line = command
    .replace(/^(npx )?supabase/, `'${cli}' --profile profile.yaml`)
    .replace(/<ref>/g, REF)
    .replace(/<[^>]*>/g, 'x');
  const { PATH } = process.env;
  const env = {
    ...{ PATH, HOME: join(folder, 'home'), NO_COLOR: '1', SUPABASE_TELEMETRY_DISABLED: '1' },
    ...{ SUPABASE_ACCESS_TOKEN: `sbp_${'0'.repeat(40)}`, HTTPS_PROXY: 'http://127.0.0.1:9' },
  };
  return new Promise((resolve) => {
    const child = execFile('sh', ['-c', line], { cwd: folder, env }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
    child.stdin!.end();
  });
}

test.each(commands())('%s changes the linked project', async (command) => {
  expect(await run(command)).toMatch(new RegExp(`^Target: project .*${REF}`, 'm'));
});
