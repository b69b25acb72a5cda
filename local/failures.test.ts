import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';
import { makeFolder } from './places.ts';
import { assertPortFree, freePort, readPort } from './ports.ts';
import { projectRoot } from './project.ts';
import { writeRunRecord } from './stale.ts';

// What can be wrong on somebody's machine gets one sentence that says what to do.

const RUN = join(projectRoot, 'local', 'run.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinycrm test '));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

describe('ports', () => {
  test('a taken port is named with the flag that changes it', async () => {
    const server = await listening();
    const { port } = server.address() as { port: number };
    await expect(assertPortFree(port, '--api-port')).rejects.toThrow(
      new RegExp(`^Port ${port} is taken .* npm start -- --api-port \\d+\\.$`),
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(assertPortFree(port, '--api-port')).resolves.toBeUndefined();
  });

  test('a free port can be listened on, and is none that the system gives to whoever asks for any', async () => {
    const port = await freePort();
    await expect(assertPortFree(port, '--port')).resolves.toBeUndefined();
    expect(port).toBeLessThan(32_768);
  });

  test.each(['', '0', '65536', '80a', '-1', '1e3'])('%j is not taken for a port', (text) => {
    expect(() => readPort(text, '--port')).toThrow(/^--port takes a port number/);
  });
});

describe('folders', () => {
  test('a folder that cannot be made is named', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file', 'data'))).toThrow(/cannot write to .*file/);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that is closed to us is named', () => {
    chmodSync(folder, 0o500);
    expect(() => makeFolder(folder)).toThrow(/cannot write to .*EACCES/);
  });

  test('a folder in use names the process that uses it', async () => {
    writeRunRecord(join(folder, 'run.json'), []);
    await expect(openDataFolder(folder, false)).rejects.toThrow(
      `TinyCRM is already running from this folder (process ${process.pid})`,
    );
  });

  test('a database whose passwords are gone is not overwritten', async () => {
    mkdirSync(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '17\n');
    await expect(openDataFolder(folder, false)).rejects.toThrow(/keys\.json is missing/);
    await expect(openDataFolder(folder, true)).resolves.toMatchObject({ path: folder });
  });
});

describe('commands', () => {
  const older = 'Object.defineProperty(process,"versions",{value:{node:"20.20.2"}})';
  const asOldNode = ['--import', `data:text/javascript,${older}`];

  test('an old Node is told which one is needed, and how to get it', () => {
    // Where npm install has not brought a newer one.
    mkdirSync(join(folder, 'local'));
    cpSync(RUN, join(folder, 'local', 'run.mjs'));
    const { status, stderr } = spawnSync(
      process.execPath,
      [...asOldNode, join(folder, 'local', 'run.mjs'), 'start.ts'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toContain('needs Node 22.18 or newer and this is Node 20.20.2');
    expect(stderr).toContain('npm install');
  });

  const brought = join(projectRoot, 'node_modules', `node-${process.platform}-${process.arch}`);
  test.runIf(existsSync(brought))('an old Node hands over to the one npm brought', () => {
    const { status, stdout } = node(asOldNode, 'start.ts', '--prot', '1');
    expect(status).toBe(1);
    expect(stdout).toContain('--fresh, --port, --api-port and --db-port');
  });

  test('an unknown flag is answered with the flags there are', () => {
    const { status, stdout } = node([], 'start.ts', '--prot', '1');
    expect(status).toBe(1);
    expect(stdout).toContain('--fresh, --port, --api-port and --db-port');
  });

  test('one port for two servers is refused', () => {
    const { status, stdout } = node([], 'start.ts', '--port', '54321');
    expect(status).toBe(1);
    expect(stdout).toContain('must be three different ports');
  });

  test('the stack does not start without --ephemeral', () => {
    const { status, stdout, stderr } = node([], 'stack.ts');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Use --ephemeral');
  });
});

function node(options: string[], ...args: string[]) {
  return spawnSync(process.execPath, [...options, RUN, ...args], {
    encoding: 'utf8',
    // Should one of them start after all, it is ended, not waited for.
    timeout: 20_000,
  });
}

function listening(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
