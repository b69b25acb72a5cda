import { test } from 'vitest';
import { check } from './erasure.ts';
import { runQuick } from './run-quick.ts';

test(
  'who is erased is in no table and no log, and comes back as somebody new',
  () => runQuick(check),
  180_000,
);
