import { runPgtap } from '../pgtap.ts';
import { startStack, type Stack } from '../stack.ts';
import { counted, run } from './command.ts';
import type { Counts, Print } from './schedule.ts';

/** Runs tests on a backend that is theirs alone and ends with them. */
async function onStack(flags: string[], use: (stack: Stack) => Promise<Counts>): Promise<Counts> {
  const { stop, ...stack } = await startStack(...flags);
  try {
    return await use(stack);
  } finally {
    await stop();
  }
}

/** The tests of the database. `flags`: those of its backend. */
export function pgtap(...flags: string[]) {
  return (print: Print): Promise<Counts> =>
    onStack(flags, ({ adminUrl }) => runPgtap(adminUrl, undefined, (line) => print(`${line}\n`)));
}

// Without the function's own deno.json: under it Deno does not find the types of Node.
export const DENO_FLAGS = ['--node-modules-dir=manual'];

/** Tests of the Edge Functions under a Deno. Their types are a check of their own. */
export function denoTest(executable: string, ...args: string[]) {
  return (print: Print): Promise<Counts> =>
    onStack([], async (stack) => {
      const all = ['test', '--allow-all', '--no-check', ...DENO_FLAGS, ...args];
      const env = { TINYCRM_STACK: JSON.stringify(stack) };
      const { code, output } = await run(print, executable, all, env);
      const [, passed, failed] = output.match(/(\d+) passed.*?(\d+) failed/) ?? [];
      return counted(code, Number(passed ?? 0), Number(failed ?? 0));
    });
}
