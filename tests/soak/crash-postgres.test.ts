import { test } from 'vitest';
import { check } from './crash-postgres.ts';
import { runQuick } from './run-quick.ts';

test(
  'Postgres killed under load loses no acknowledged call and tears none',
  () => runQuick(check),
  180_000,
);
