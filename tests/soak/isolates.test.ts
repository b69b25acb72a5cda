import { test } from 'vitest';
import { check } from './isolates.ts';
import { runQuick } from './run-quick.ts';

// Linux alone tells the processor time of a process so finely.
test.skipIf(process.platform !== 'linux')(
  'isolates that are retired under load, far from the database, lose nothing and nobody notices',
  () => runQuick(check),
  180_000,
);
