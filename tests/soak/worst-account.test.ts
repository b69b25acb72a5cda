import { test } from 'vitest';
import { runQuick } from './run-quick.ts';
import { check } from './worst-account.ts';

test(
  'one account that does all its worst at once costs another no call',
  () => runQuick(check),
  180_000,
);
