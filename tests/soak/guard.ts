import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('guard-process.ts', import.meta.url));

/** What the guard is told whenever it changes. */
export interface GuardMessage {
  folder: string;
  programs: { name: string; pid: number }[];
}

/** Ends programs and deletes a folder when this process ends, even by SIGKILL in the middle of a check. */
export interface Guard {
  /** The programs that run now. */
  watch(programs: GuardMessage['programs']): void;
  /** Does now what is left to do. */
  close(): Promise<void>;
}

export function startGuard(folder: string): Guard {
  // Out of our process group, so that Ctrl-C does not reach it.
  const guard = spawn(process.execPath, [PROGRAM], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  const exit = once(guard, 'exit');
  const watch: Guard['watch'] = (programs) => {
    const message: GuardMessage = {
      folder,
      programs: programs.map(({ name, pid }) => ({ name, pid })),
    };
    if (guard.stdin.writable) guard.stdin.write(JSON.stringify(message) + '\n');
  };
  watch([]);
  return {
    watch,
    async close() {
      guard.stdin.end();
      await exit;
    },
  };
}
