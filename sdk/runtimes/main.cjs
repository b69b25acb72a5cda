// eslint-disable-next-line @typescript-eslint/no-require-imports -- what is tried here
const { TinyCRM } = require('../dist/index.cjs');

import('./checks.mjs').then(async ({ checks }) => {
  console.log(JSON.stringify(await checks(TinyCRM, process.argv[2])));
});
