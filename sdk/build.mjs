// Plain JavaScript, so that the SDK builds on every Node that it runs on.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The minified module of an entry of the package, which finds the main one beside it. */
async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [here(`src/${entry}.ts`)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: {},
    write: false,
    plugins: [
      {
        name: 'main-entry',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^\.\/index\.ts$/ }, () => ({ path: './index.js', external: true })),
      },
    ],
  });
  const { code } = await minify(
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
  return code;
}

/** The same as CommonJS. */
function commonJs(esm) {
  const cjs = esm
    .replace(/import\{(.*?)\}from"\.\/index\.js"/g, (_, names) => {
      return `let{${names.replaceAll(' as ', ':')}}=require("./index.cjs")`;
    })
    .replace('export{', 'module.exports={')
    .replace(/(?<=module\.exports=\{.*) as (?=.*\})/g, ':');
  if (/\b(import|export)\b/.test(cjs)) throw new Error('The CommonJS file is still a module.');
  return cjs;
}

rmSync(here('dist'), { recursive: true, force: true });
mkdirSync(here('dist'));
for (const entry of ['index', 'batching']) {
  const esm = await bundle(entry);
  writeFileSync(here(`dist/${entry}.js`), esm);
  writeFileSync(here(`dist/${entry}.cjs`), commonJs(esm));
}

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '--project', here('.')], { stdio: 'inherit' });
const typesOf = (names) =>
  names.map((name) => readFileSync(here(`dist/types/${name}.d.ts`), 'utf8')).join('');
const main = typesOf(['types', 'error', 'client']).replace(/^import [^;]*? from '\.\/.*;\n/gm, '');
const batching = typesOf(['batching']);
for (const [types, code] of [
  ['d.ts', 'js'],
  ['d.cts', 'cjs'],
]) {
  writeFileSync(here(`dist/index.${types}`), main);
  writeFileSync(
    here(`dist/batching.${types}`),
    batching.replaceAll("'./index.ts'", `'./index.${code}'`),
  );
}
rmSync(here('dist/types'), { recursive: true });
