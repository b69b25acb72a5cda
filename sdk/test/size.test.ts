import { expect, test } from 'vitest';
import { sizes } from '../size.ts';

test.each(sizes())('$file stays within its bytes', ({ minified, gzipped, limit }) => {
  expect(minified).toBeLessThanOrEqual(limit.minified);
  expect(gzipped).toBeLessThanOrEqual(limit.gzipped);
});
