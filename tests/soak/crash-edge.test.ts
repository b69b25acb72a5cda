import { test } from 'vitest';
import { check } from './crash-edge.ts';
import { runQuick } from './run-quick.ts';

test(
  'the Edge Function killed under load loses no acknowledged call and tears none',
  () => runQuick(check),
  180_000,
);
