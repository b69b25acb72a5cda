import { test } from 'vitest';
import { poolerExecutable } from '../../local/binaries.ts';
import { check } from './pooler.ts';
import { runQuick } from './run-quick.ts';

test.skipIf(!poolerExecutable())(
  'isolates behind a pooler lose no acknowledged call when it is cut off, and go on when it is full',
  () => runQuick(check),
  180_000,
);
