import { test } from 'vitest';
import { stack } from '../stack.ts';
import { moveWhileUsed } from './move.ts';

test('an account is moved while four products and a member write, and nothing acknowledged is lost', async () => {
  await moveWhileUsed(stack(), { customers: 500 });
});
