import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { npm } from '../../local/npm.ts';
import { projectRoot } from '../../local/project.ts';
import { startStack } from '../stack.ts';
import { PROJECTS, tryIn } from './clean-projects.ts';

// npm run release -- --dry-run: packs both packages, installs them where nothing else is, and runs
// there what the READMEs show, against a backend of its own. Without the flag they are published then.
const { values: flags } = parseArgs({
  options: { 'dry-run': { type: 'boolean', default: false } },
});

const folder = mkdtempSync(join(tmpdir(), 'tinycrm-release-'));
let running: Awaited<ReturnType<typeof startStack>> | undefined;
try {
  const tarballs = pack();
  if (!process.env.TINYCRM_STACK) {
    running = await startStack();
    const { stop: _, ...address } = running;
    process.env.TINYCRM_STACK = JSON.stringify(address);
  }
  for (const project of PROJECTS) {
    console.log(`✓ ${project.title}: ${await tryIn(project, folder, tarballs)}`);
  }
  if (flags['dry-run']) console.log('\nBoth could be published: npm run release does it.');
  else for (const tarball of tarballs) run('publish', tarball, '--access', 'public');
} finally {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The files that npm would publish, of the SDK and of the importer. */
function pack(): string[] {
  const packed = run(
    ...['pack', '--workspace', 'sdk', '--workspace', 'importer'],
    ...['--json', '--silent', '--pack-destination', folder],
  );
  const all = JSON.parse(packed.slice(packed.search(/^[[{]/m))) as Record<
    string,
    { filename: string; size: number; integrity: string }
  >;
  return Object.values(all).map(({ filename, size, integrity }) => {
    console.log(`  ${filename}   ${size} bytes   ${integrity}`);
    return join(folder, filename);
  });
}

function run(...words: string[]): string {
  const { command, args } = npm(...words);
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: projectRoot,
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ${words[0]} failed.\n${stdout}`);
  return stdout;
}
