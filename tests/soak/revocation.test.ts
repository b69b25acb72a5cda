import { test } from 'vitest';
import { check } from './revocation.ts';
import { runQuick } from './run-quick.ts';

test('no write begins after the revoke of its key was committed', () => runQuick(check), 180_000);
