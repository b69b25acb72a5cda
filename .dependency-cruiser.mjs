// Which part of the house may import which: npm test runs it over all of them.
const TEST = '\\.(test|fixture)\\.ts$';
const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    rule(
      'no-circles',
      'Two files that need each other are one, or a third is missing.',
      {},
      { circular: true },
    ),
    rule(
      'functions-share-through-_shared',
      'Hosted Supabase deploys each function by itself, with what _shared has.',
      { path: '^supabase/functions/([^/_]+)/' },
      { path: '^supabase/functions/[^/_]+/', pathNot: '^supabase/functions/$1/' },
    ),
    rule(
      '_shared-knows-no-function',
      'What functions share is below them.',
      { path: '^supabase/functions/_shared/' },
      { path: '^supabase/functions/[^/_]+/' },
    ),
    rule(
      'dashboard-knows-the-contract-alone',
      'The site and the pages say what the functions check, by the same text.',
      { path: '^web/', pathNot: TEST },
      { path: '^supabase/functions/', pathNot: '^supabase/functions/_shared/contract/' },
    ),
    rule(
      'filters-have-one-door',
      'What others may know of the filters is in web/lib/filters/index.ts.',
      { pathNot: '^web/lib/filters/' },
      { path: '^web/lib/filters/', pathNot: '^web/lib/filters/index\\.ts$' },
    ),
    rule(
      'importer-stands-alone',
      'It is an npm package: beside its own files it bundles the contract and how a database is reached.',
      { path: '^importer/src/', pathNot: TEST },
      {
        path: '^(web|sdk|local|supabase|tests)/',
        pathNot: '^(local/database\\.ts|supabase/functions/_shared/contract/)',
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist|\\.svelte-kit)/' },
    tsPreCompilationDeps: true,
    // The one with the aliases: $lib, $contract and $table.
    tsConfig: { fileName: '.svelte-kit/tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.svelte', '.js', '.mjs'] },
  },
};
