import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { hostedDenoExecutable, poolerExecutable } from '../local/binaries.ts';
import { runFailedAlone } from './run/again.ts';
import { testInBrowser } from './run/browser.ts';
import { bin, check, vitest } from './run/command.ts';
import { DENO_FLAGS, denoTest, pgtap } from './run/database.ts';
import { Report } from './run/report.ts';
import { schedule, type Step } from './run/schedule.ts';

// npm test: everything, and one summary. --quick: what needs no browser and no whole backend.
// --verbose: what each step printed, not only the failed ones.
const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

// Each step starts the backend that it needs: those of two may not share one.
delete process.env.TINYCRM_STACK;
// One build for both hosts: tests/http/node-build.test.ts serves the second.
process.env.ADAPTER = 'vercel,node';

const CACHE = [
  ...['--cache', '--cache-strategy', 'content'],
  ...['--cache-location', 'node_modules/.cache/prettier/'],
];

/** The folders that the rules of .dependency-cruiser.mjs are about. */
const HOUSE = [
  ...['supabase/functions', 'web', 'importer/src', 'sdk/src', 'local', 'backup', 'deploy', 'bench'],
  'tests',
];

const ROUTES = 'Types of the routes';
const SDK = 'SDK build';
const DASHBOARD = 'Dashboard build';

// In the order in which they begin when nothing is in their way: what takes longest first.
const steps: Step[] = [
  { name: ROUTES, quick: true, run: check(bin('svelte-kit'), 'sync') },
  { name: SDK, quick: true, run: check('npm', 'run', 'build', '--workspace', 'sdk') },
  {
    name: DASHBOARD,
    after: [ROUTES, SDK],
    run: check(bin('vite'), 'build', '--logLevel', 'warn'),
  },
  { name: 'Browser (Playwright)', after: [DASHBOARD], run: testInBrowser },
  { name: 'Backends of their own (vitest)', after: [DASHBOARD], run: vitest('alone') },
  { name: 'Backends that break (vitest)', after: [DASHBOARD], run: vitest('soak') },
  // What they promise holds for a backend that has the machine for itself.
  { name: 'Backends under a flood (vitest)', alone: true, run: vitest('flood') },
  {
    name: 'Format',
    quick: true,
    after: [ROUTES, SDK],
    // What has not changed since it passed is not looked at again.
    run: check(bin('prettier'), ...CACHE, '--check', '--log-level', 'warn', '.'),
  },
  {
    name: 'Lint',
    quick: true,
    after: [ROUTES, SDK],
    run: check(bin('eslint'), '.'),
  },
  {
    name: 'Imports',
    quick: true,
    after: [ROUTES],
    run: check(bin('depcruise'), '--config', '.dependency-cruiser.mjs', ...HOUSE),
  },
  { name: 'Unused files, exports and dependencies', quick: true, run: check(bin('knip')) },
  {
    name: 'Lint of the Edge Functions',
    quick: true,
    run: check(bin('deno'), 'lint', 'supabase/functions/'),
  },
  {
    name: 'Types',
    quick: true,
    after: [ROUTES, SDK],
    run: check(bin('svelte-check'), '--tsconfig', './tsconfig.json', '--fail-on-warnings'),
  },
  {
    name: 'Types of the Edge Functions',
    quick: true,
    run: check(bin('deno'), 'check', ...DENO_FLAGS, 'supabase/functions/'),
  },
  { name: 'Database (pgTAP), nothing granted by default', quick: true, run: pgtap() },
  { name: 'Units (vitest)', quick: true, after: [ROUTES, SDK], run: vitest('units') },
  {
    name: 'Edge Functions (Deno)',
    quick: true,
    run: denoTest(bin('deno'), 'supabase/functions/'),
  },
  { name: 'The whole path over HTTP (vitest)', after: [DASHBOARD], run: vitest('shared') },
  {
    name: 'Database (pgTAP), everything granted by default, texts in the order of hosted Supabase',
    run: pgtap('--default-privileges', 'open', '--collation', 'icu'),
  },
];

const hostedDeno = hostedDenoExecutable();
if (hostedDeno) {
  steps.push({
    name: 'Edge Functions on the hosted Deno',
    run: denoTest(hostedDeno, '--no-lock', 'supabase/functions/_shared/testing/hosted.ts'),
  });
} else if (!flags.quick) {
  console.log('The Deno of hosted Supabase is for x64 Linux: its tests are left out here.');
}

if (!poolerExecutable() && !flags.quick) {
  console.log('pgbouncer is not installed: the tests behind a pooler are left out here.');
}

const chosen = steps.filter(({ quick }) => quick || !flags.quick);
const report = new Report(chosen.length, flags.verbose);
// Many steps wait for a database or a page, so two more than there are cores keep them busy.
const first = await schedule(chosen, availableParallelism() + 2, report);
const results = await runFailedAlone(chosen, first, report);
process.exitCode = report.summarize(results) ? 0 : 1;
