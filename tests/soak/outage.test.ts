import { test } from 'vitest';
import { check } from './outage.ts';
import { runQuick } from './run-quick.ts';

test(
  'with Postgres frozen, cut off or far away every caller is answered in time',
  () => runQuick(check),
  180_000,
);
