import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { expected, inProcess } from '../runtimes/runtimes.ts';
import { servers } from '../runtimes/servers.ts';

// The runtimes that this repository has. `npm run runtimes --workspace sdk` fetches all others.

test.concurrent('The built file does the same on Node', async () => {
  await using api = await servers();
  expect(await inProcess([process.execPath, '--expose-gc'], api.url)).toEqual(expected);
});

test.concurrent('the built file does the same on Node as CommonJS', async () => {
  await using api = await servers();
  expect(await inProcess([process.execPath], api.url, 'main.cjs')).toEqual(expected);
});

test.concurrent(
  'the built file does the same on Deno without access to the environment',
  async () => {
    await using api = await servers();
    const deno = fileURLToPath(new URL('../../node_modules/.bin/deno', import.meta.url));
    const command = [deno, 'run', '--no-prompt', `--allow-net=${new URL(api.url).host}`];
    expect(await inProcess(command, api.url)).toEqual(expected);
  },
);
