import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Runs a program and resolves with what it printed. Rejects with its errors when it fails. */
export async function runProgram(
  command: string,
  args: string[],
  input = '',
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(input);
  const [output, errors, ended] = await Promise.all([text(child.stdout), text(child.stderr), code]);
  if (ended !== 0) throw new Error(`${command} ended with ${ended}:\n${errors.slice(-4000)}`);
  return output;
}
