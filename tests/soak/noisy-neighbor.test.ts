import { test } from 'vitest';
import { check } from './noisy-neighbor.ts';
import { runQuick } from './run-quick.ts';

test(
  'one account that sends too much, from many projects, costs the others no call',
  () => runQuick(check),
  180_000,
);
