import { test } from 'vitest';
import { stack } from '../stack.ts';
import { check, moveWhileUsed } from './move.ts';

// Not on a backend of its own, as at full size.
test(check.promise, async () => {
  await moveWhileUsed(stack(), { customers: 500 });
});
