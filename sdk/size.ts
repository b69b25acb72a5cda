import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** What each built file may weigh at most, in bytes. */
export const limit = { minified: 1950, gzipped: 1200 };

/** The exact bytes of the built files. */
export function sizes() {
  return ['index.js', 'index.cjs'].map((file) => {
    const code = readFileSync(new URL(`dist/${file}`, import.meta.url));
    return { file, minified: code.length, gzipped: gzipSync(code, { level: 9 }).length };
  });
}

if (import.meta.main) {
  console.table(sizes());
  const over = sizes().some(
    ({ minified, gzipped }) => minified > limit.minified || gzipped > limit.gzipped,
  );
  if (over) console.error('Over the limit of', limit);
  process.exitCode = over ? 1 : 0;
}
