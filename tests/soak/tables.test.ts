import { test } from 'vitest';
import { runQuick } from './run-quick.ts';
import { check } from './tables.ts';

test('whatever wrote a table, it is read as it was, or a warning says what was not sure', () =>
  runQuick(check));
