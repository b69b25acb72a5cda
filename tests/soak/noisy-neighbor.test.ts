import { test } from 'vitest';
import { check } from './noisy-neighbor.ts';
import { runQuick } from './run-quick.ts';

test('one project that sends too much costs the others no call', () => runQuick(check), 180_000);
