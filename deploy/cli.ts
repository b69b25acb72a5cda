import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure, hasCode } from '../local/failure.ts';
import { writePrivately } from './private-file.ts';
import type { Step } from './steps.ts';

/** A step as somebody would type it. Secrets are named. */
export function typed({ args, env = {}, file }: Step): string {
  const names = Object.keys(env);
  const command = ['npx supabase', ...args, ...(file ? [file.flag, `<${file.holds}>`] : [])];
  return command.join(' ') + (names.length ? `\n     with ${names.join(', ')}` : '');
}

/** Runs a step with the supabase on the path, which npm makes the one of package.json. */
export async function runStep(
  step: Step,
  token: string,
  tell: (line: string) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tinycrm-deploy-'));
  // Ctrl-C ends the CLI, and then this, which takes the file with it.
  const wait = () => {};
  process.on('SIGINT', wait);
  try {
    const args = [...step.args];
    if (step.file) {
      const path = join(folder, 'settings');
      const content = step.file.content();
      if (typeof content === 'string') writeFileSync(path, content, { mode: 0o600 });
      else writePrivately(path, content);
      args.push(step.file.flag, path);
    }
    await supabase(args, { SUPABASE_ACCESS_TOKEN: token, ...step.env }, tell);
  } finally {
    process.off('SIGINT', wait);
    rmSync(folder, { recursive: true });
  }
}

/** Runs the CLI to its end, and gives each line that it prints to `tell`. Throws when it fails. */
async function supabase(
  args: string[],
  env: Record<string, string>,
  tell: (line: string) => void,
  tellOutput = tell,
): Promise<void> {
  const child = spawn('supabase', args, {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = (stream: NodeJS.ReadableStream, tell: (line: string) => void) =>
    createInterface({ input: stream }).on('line', tell);
  read(child.stdout, tellOutput);
  read(child.stderr, tell);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) =>
      reject(
        hasCode(error, 'ENOENT')
          ? new Failure('The Supabase CLI isn’t installed. Run npm install.')
          : error,
      ),
    );
    child.once('close', resolve);
  });
  if (code !== 0) throw new Failure(`supabase ended with ${code ?? 'a signal'}.`);
}

/** The publishable key of the project. */
export async function publishableKey(ref: string, token: string): Promise<string> {
  const lines: string[] = [];
  const args = ['projects', 'api-keys', `--remote=${ref}`, '--output-format', 'json'];
  await supabase(
    args,
    { SUPABASE_ACCESS_TOKEN: token },
    () => {},
    (line) => lines.push(line),
  );
  const { keys } = JSON.parse(lines.join('\n')) as {
    keys: { name: string; type?: string; api_key: string }[];
  };
  const key =
    keys.find(({ type }) => type === 'publishable') ?? keys.find(({ name }) => name === 'anon');
  if (key) return key.api_key;
  throw new Failure('The project has no publishable key. Create one under Settings → API Keys.');
}
