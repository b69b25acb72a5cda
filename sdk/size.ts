import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** What each built file may weigh at most, in bytes. */
const LIMITS = {
  index: { minified: 1950, gzipped: 1230 },
  batching: { minified: 1050, gzipped: 650 },
};

/** The exact bytes of the built files, and what they may be. */
export function sizes() {
  return Object.entries(LIMITS).flatMap(([entry, limit]) =>
    ['js', 'cjs'].map((extension) => {
      const file = `${entry}.${extension}`;
      const code = readFileSync(new URL(`dist/${file}`, import.meta.url));
      return { file, minified: code.length, gzipped: gzipSync(code, { level: 9 }).length, limit };
    }),
  );
}

if (import.meta.main) {
  const { markdown, report } = await import('./compare/report.ts');
  const bytes = (count: number) => count.toLocaleString('en');
  const rows = sizes().map(({ file, minified, gzipped, limit }) => [
    ...[file, bytes(minified), bytes(gzipped)],
    ...[bytes(limit.minified), bytes(limit.gzipped)],
  ]);
  await report('bytes', markdown(['', 'minified', 'gzipped', 'at most', 'gzipped'], rows));
  const over = sizes().some(
    ({ minified, gzipped, limit }) => minified > limit.minified || gzipped > limit.gzipped,
  );
  process.exitCode = over ? 1 : 0;
}
