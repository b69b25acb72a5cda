import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      $lib: at('./web/lib'),
      $contract: at('./supabase/functions/_shared/contract'),
      $table: at('./importer/src/table'),
    },
  },
  test: {
    include: ['{backup,bench,deploy,importer,local,sdk,tests,web}/**/*.test.ts'],
    exclude: ['tests/e2e/**', '**/node_modules/**'],
    globalSetup: ['tests/stack.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
