import { test } from 'vitest';
import { check } from './key-hygiene.ts';
import { runQuick } from './run-quick.ts';

test(
  'a full key is in no log, no error and nowhere in the database',
  () => runQuick(check),
  180_000,
);
