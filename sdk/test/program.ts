import { spawn } from 'node:child_process';
import { once } from 'node:events';

const built = new URL('../dist/', import.meta.url).href;

/**
 * Runs a program of its own that has `crm`, a client of `url`. One that has not ended by itself
 * within 20 s is killed and has the exit code null.
 */
export async function program(
  url: string,
  code: string,
  options = '',
  flags: string[] = [],
  entry = 'index',
) {
  const source = `
    import { TinyCRM } from ${JSON.stringify(`${built}${entry}.js`)};
    const crm = new TinyCRM({ apiKey: 'tcrm_proj_test', baseUrl: '${url}', ${options} });
    ${code}`;
  const child = spawn(process.execPath, [...flags, '--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, output };
}
