import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts an example and resolves with the address it prints. `stop` ends it.
 * Throws with its output when it ends before.
 */
export async function start(
  command: string,
  args: string[],
  folder: string,
  env: Record<string, string>,
) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  let output = '';
  const url = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
        const [found] = /http:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0):\d+/.exec(output) ?? [];
        if (found) resolve(found.replace('0.0.0.0', '127.0.0.1'));
      });
    }
  });
  const ended = exit.then(() => Promise.reject(new Error(`${command} ended:\n${output}`)));
  return {
    url: await Promise.race([url, ended]),
    /** Resolves with its exit code, or the signal that ended it. */
    async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<unknown> {
      child.kill(signal);
      return exit;
    },
  };
}
