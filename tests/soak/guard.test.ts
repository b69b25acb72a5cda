import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { untilGone } from './process-tree.ts';

// A program that stops itself, as Postgres is stopped by a check, under a guard.
const GUARDED = `
  const { spawn } = await import('node:child_process');
  const { makeEphemeralFolder } = await import('./local/ephemeral-folder.ts');
  const { startGuard } = await import('./tests/soak/guard.ts');
  const { path } = makeEphemeralFolder();
  const guard = startGuard(path);
  const { pid } = spawn(process.execPath, ['-e', 'process.kill(process.pid, "SIGSTOP")'], { detached: true });
  guard.watch([{ name: 'Postgres', pid }]);
  console.log(JSON.stringify({ path, pid }));
  setInterval(() => {}, 1000);
`;

test('a run that is killed leaves neither a frozen program nor its data', async () => {
  const run = spawn(process.execPath, ['--input-type=module', '-e', GUARDED], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(run.stdout), 'line');
  const { path, pid } = JSON.parse(line) as { path: string; pid: number };
  expect(existsSync(path)).toBe(true);

  run.kill('SIGKILL');
  expect(await untilGone([pid])).toBe(true);
  await expect.poll(() => existsSync(path), { timeout: 10_000 }).toBe(false);
});
