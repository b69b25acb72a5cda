import { test } from 'vitest';
import { runQuick } from './run-quick.ts';
import { check } from './webhooks.ts';

test(
  'the deliverer and Postgres killed again and again lose no webhook, and repeat one under its own id alone',
  () => runQuick(check),
  180_000,
);
