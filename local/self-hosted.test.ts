import { expect, test } from 'vitest';
import { startDashboard } from './dashboard.ts';
import type { Processes } from './processes.ts';

test('on one’s own machine the site leads to the sign-in, and sells nothing', async () => {
  let env: NodeJS.ProcessEnv = {};
  const launch: Processes['launch'] = (program) => {
    env = program.env!;
    return Promise.resolve({ waitFor: () => Promise.resolve() } as never);
  };
  const backend = { apiUrl: '', ingestUrl: '', smtpUrl: '' } as never;
  const keys = { publishableKey: '', secretKey: '' };
  await startDashboard({ launch } as Processes, 'watched', 5173, backend, keys);
  // What web/lib/offer.ts makes of it is told there.
  expect(env.SELF_HOSTED).toBe('1');
});
