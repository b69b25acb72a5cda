import { test } from 'vitest';
import { check } from './overload.ts';
import { runQuick } from './run-quick.ts';

test(
  'who sends more than can be written is told so, and loses nothing that was accepted',
  () => runQuick(check),
  180_000,
);
