import { test } from 'vitest';
import { check } from './long-download.ts';
import { runQuick } from './run-quick.ts';

test(
  'a file of everybody holds everybody once, and the session that asked for it lives on',
  () => runQuick(check),
  180_000,
);
