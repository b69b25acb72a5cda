// Plain JavaScript, so that the SDK builds on every Node that it runs on.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const { outputFiles } = await build({
  entryPoints: [here('src/index.ts')],
  bundle: true,
  format: 'esm',
  target: 'es2022',
  tsconfigRaw: {},
  write: false,
});
const { code: esm } = await minify(
  // The same to the runtime, and some bytes less each.
  outputFiles[0].text.replaceAll('const ', 'let ').replace(/^var (\w+) = class/gm, 'class $1'),
  {
    module: true,
    mangle: { reserved: ['TinyCRM', 'TinyCRMError'] },
    ecma: 2020,
    // No function here is called with `new` or has a `this` of its own.
    compress: { passes: 5, booleans_as_integers: true, unsafe_arrows: true },
    // An uncaught error prints the line that it comes from.
    format: { max_line_len: 400 },
  },
);
const cjs = esm.replace('export{', 'module.exports={');
if (/\bexport\b/.test(cjs)) throw new Error('The CommonJS file still has an export statement.');

rmSync(here('dist'), { recursive: true, force: true });
mkdirSync(here('dist'));
writeFileSync(here('dist/index.js'), esm);
writeFileSync(here('dist/index.cjs'), cjs);

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '--project', here('.')], { stdio: 'inherit' });
const types = ['types', 'error', 'client']
  .map((name) => readFileSync(here(`dist/types/${name}.d.ts`), 'utf8'))
  .join('')
  .replace(/^import [^;]*? from '\.\/.*;\n/gm, '');
writeFileSync(here('dist/index.d.ts'), types);
writeFileSync(here('dist/index.d.cts'), types);
rmSync(here('dist/types'), { recursive: true });
