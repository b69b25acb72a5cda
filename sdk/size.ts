import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** What each built file may weigh at most, in bytes. */
export const limit = { minified: 1950, gzipped: 1230 };

/** The exact bytes of the built files. */
export function sizes() {
  return ['index.js', 'index.cjs'].map((file) => {
    const code = readFileSync(new URL(`dist/${file}`, import.meta.url));
    return { file, minified: code.length, gzipped: gzipSync(code, { level: 9 }).length };
  });
}

if (import.meta.main) {
  const { markdown, report } = await import('./compare/report.ts');
  const rows = [...sizes(), { file: 'at most', ...limit }].map(({ file, minified, gzipped }) => [
    file,
    minified.toLocaleString('en'),
    gzipped.toLocaleString('en'),
  ]);
  await report('bytes', markdown(['', 'minified', 'gzipped'], rows));
  const over = sizes().some(
    ({ minified, gzipped }) => minified > limit.minified || gzipped > limit.gzipped,
  );
  process.exitCode = over ? 1 : 0;
}
