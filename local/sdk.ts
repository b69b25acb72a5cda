import { buildOnce } from './build.ts';
import { npm } from './npm.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

/** Builds the SDK when sdk/dist is missing or older than its sources. Says whether it did. */
export function buildSdk(processes: Processes): Promise<boolean> {
  return buildOnce({
    inputs: ['sdk', 'package-lock.json'],
    output: 'sdk/dist',
    stamp: '.local/sdk.built-from',
    build: () =>
      processes.run({
        name: 'SDK build',
        ...npm('run', 'build', '--workspace', 'sdk'),
        cwd: projectRoot,
        env: { ...process.env, NO_COLOR: '1' },
      }),
  });
}
