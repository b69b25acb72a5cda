import { expect, test } from 'vitest';
import { limit, sizes } from '../size.ts';

test.each(sizes())('$file stays within its bytes', ({ minified, gzipped }) => {
  expect(minified).toBeLessThanOrEqual(limit.minified);
  expect(gzipped).toBeLessThanOrEqual(limit.gzipped);
});
