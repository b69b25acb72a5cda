import { test } from 'vitest';
import { check } from './hammer.ts';
import { runQuick } from './run-quick.ts';

test(
  '256 connections writing to the same people lose nothing and never deadlock',
  () => runQuick(check),
  180_000,
);
