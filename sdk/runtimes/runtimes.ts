import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export type Results = Record<string, string>;

/** What `checks` resolves with, everywhere. */
export const expected: Results = {
  identify: 'undefined',
  ping: 'undefined',
  identifyMany: 'undefined',
  notAwaited: 'validation_failed',
  noKey: 'TinyCRMError missing_api_key 0 0',
  recovered: 'none',
  redirect: 'TinyCRMError http_302 302 1',
  noJson: 'TinyCRMError http_404 404 1',
  silent: 'TinyCRMError timeout 0 2',
  stalled: 'TinyCRMError timeout 503 2',
  stalledSuccess: 'none',
  cut: 'TinyCRMError network_error 0 2',
  shown: '[["identify","ping","identifyMany","flush"],false]',
};

/** Runs the checks in a runtime that takes a file and arguments, as `command`. */
export async function inProcess(command: string[], url: string, file = 'main.mjs') {
  const [binary, ...flags] = command as [string, ...string[]];
  const child = spawn(binary, [...flags, here(file), url], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (errors += data));
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${exitCode}: ${errors}`);
  return JSON.parse(output) as Results;
}

/** Runs the checks in a Worker, within a request to it. */
export async function inWorkerd(binary: string, url: string): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), 'tinycrm-sdk-worker-'));
  const port = await freePort();
  for (const file of ['worker.mjs', 'checks.mjs', '../dist/index.js']) {
    copyFileSync(here(file), join(folder, file.split('/').at(-1)!));
  }
  writeFileSync(join(folder, 'config.capnp'), workerdConfig(port));
  const child = spawn(binary, ['serve', join(folder, 'config.capnp')], { stdio: 'pipe' });
  let errors = '';
  child.stderr.on('data', (data) => (errors += data));
  try {
    const address = `http://127.0.0.1:${port}/?servers=${encodeURIComponent(url)}`;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`workerd ended: ${errors}`);
      const response = await fetch(address).catch(() => undefined);
      if (response?.ok) return (await response.json()) as Results;
      if (response) throw new Error(`The Worker failed: ${await response.text()} ${errors}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
}

const workerdConfig = (port: number) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [
        (name = "worker.mjs", esModule = embed "worker.mjs"),
        (name = "checks.mjs", esModule = embed "checks.mjs"),
        (name = "index.js", esModule = embed "index.js"),
      ],
      compatibilityDate = "2025-01-01",
      globalOutbound = "loopback",
    )),
    (name = "loopback", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
