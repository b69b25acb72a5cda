import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Files that share one backend, side by side: what each makes there is its own.
const SHARED = [
  '{deploy/checks,importer/test/cli}.test.ts',
  'tests/{http,sql}/**/*.test.ts',
  'tests/soak/mutants.test.ts',
];
// Files that change what all accounts have in common, or start backends of their own.
const ALONE = [
  '{backup,local}/**/*.test.ts',
  'deploy/rehearse.test.ts',
  'tests/http/{billing,database-tls,notifications,payment-required,pooler,rate-limits,stripe-webhook,webhooks,channels}.test.ts',
  'tests/sql/{move-account,move-refused,move-way-back,replica}.test.ts',
];
// Files that break their backends, or send them more than they can take.
const SOAK = ['tests/soak/!(mutants|tables|noisy-neighbor|worst-account).test.ts'];
// Files that measure how much one account feels of another: nothing may run beside them.
const FLOOD = ['tests/soak/{noisy-neighbor,worst-account}.test.ts'];

/** `order`: when its turn comes, where one run has several. */
const project = (
  name: string,
  order: number,
  test: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, ...test, sequence: { groupOrder: order } },
});

export default defineConfig({
  resolve: {
    alias: {
      $lib: at('./web/lib'),
      $contract: at('./supabase/functions/_shared/contract'),
      $table: at('./importer/src/table'),
    },
  },
  test: {
    // Other tests use the machine too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      project('units', 0, {
        include: ['{bench,deploy,importer,sdk,tests,web}/**/*.test.ts'],
        exclude: [...SHARED, ...ALONE, ...SOAK, ...FLOOD, '**/node_modules/**'],
        // A process for each file takes twice as long as what it runs.
        isolate: false,
      }),
      project('shared', 1, {
        include: SHARED,
        exclude: [...ALONE, ...SOAK],
        globalSetup: ['tests/stack.ts'],
      }),
      project('alone', 2, {
        include: ALONE,
        globalSetup: ['tests/stack.ts'],
        fileParallelism: false,
      }),
      project('soak', 3, {
        include: SOAK,
        globalSetup: ['tests/stack.ts'],
        fileParallelism: false,
      }),
      project('flood', 4, { include: FLOOD, fileParallelism: false }),
    ],
  },
});
