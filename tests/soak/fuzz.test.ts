import { test } from 'vitest';
import { check } from './fuzz.ts';
import { runQuick } from './run-quick.ts';

test(
  'whatever is sent, only what was accepted is stored, and every refusal says why',
  () => runQuick(check),
  180_000,
);
