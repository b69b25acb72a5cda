import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Processes } from './processes.ts';
import {
  clearPostmasterLock,
  isAlive,
  readRunRecord,
  stopLeftovers,
  writeRunRecord,
} from './stale.ts';

let folder: string;
let crashes: string[];
let processes: Processes;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinycrm test '));
  crashes = [];
  processes = new Processes({ log() {}, onCrash: (crash) => crashes.push(crash.message) });
});
afterEach(async () => {
  await processes.stopAll();
  rmSync(folder, { recursive: true });
});

/** A node program as something to launch. */
const program = (name: string, code: string) => ({
  name,
  command: process.execPath,
  args: ['-e', code],
});
const FOREVER = 'setInterval(() => {}, 1000); console.log("up")';

test('a crash is told with the program’s name and its last lines', async () => {
  const child = await processes.launch(
    program('Dashboard', 'console.error("out of milk"); process.exit(3)'),
  );
  await child.ended;
  expect(crashes).toEqual(['Dashboard exited with code 3. Its last lines:\n  out of milk']);
});

describe('a program that has been ready', () => {
  const TOLD = 'Dashboard was ended by SIGKILL. Its last lines:\n  up\n';
  let told: string[];
  let keeping: Processes;
  beforeEach(() => {
    told = [];
    keeping = new Processes({
      log() {},
      onCrash: (crash) => crashes.push(crash.message),
      tell: (text) => told.push(text),
      pauses: [1, 1],
    });
  });
  afterEach(() => keeping.stopAll());
  const launch = () => keeping.launch({ ...program('Dashboard', FOREVER), ready: /up/ });
  /** Kills the program when it is ready, and resolves when it has ended. */
  const kill = async (child = keeping.children[0]!) => {
    await child.waitFor(/up/);
    process.kill(child.pid, 'SIGKILL');
    await child.ended;
  };

  test('is started again when it ends, and the others live', async () => {
    const other = await keeping.launch(program('Postgres', FOREVER));
    const first = await launch();
    await kill(first);
    await expect
      .poll(() => keeping.children.map(({ name }) => name))
      .toEqual(['Postgres', 'Dashboard']);
    expect(keeping.children[1]!.pid).not.toBe(first.pid);
    expect(exists(other.pid)).toBe(true);
    expect(told).toEqual([`${TOLD}Dashboard is started again. The rest goes on.`]);
    expect(crashes).toEqual([]);
  });

  test('is left alone when it does not stay, and that is told', async () => {
    await launch();
    for (let time = 0; time < 3; time++) {
      await expect.poll(() => keeping.children.length).toBe(1);
      await kill();
    }
    await expect.poll(() => told.length).toBe(3);
    expect(told[2]).toContain('Dashboard was started again 2 times and does not stay.');
    expect(keeping.children).toEqual([]);
    expect(crashes).toEqual([]);
  });

  test('is not started again while everything is being stopped', async () => {
    await launch();
    await kill();
    await keeping.stopAll();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(keeping.children).toEqual([]);
  });
});

test('a program that has never been ready is a crash: the start that waits for it fails', async () => {
  const keeping = new Processes({
    log() {},
    onCrash: (crash) => crashes.push(crash.message),
    tell() {},
  });
  const child = await keeping.launch({ ...program('Dashboard', 'process.exit(3)'), ready: /up/ });
  await child.ended;
  await expect.poll(() => crashes).toEqual(['Dashboard exited with code 3.']);
});

test('a program that was stopped has not crashed', async () => {
  const child = await processes.launch(program('Dashboard', FOREVER));
  await child.waitFor(/up/);
  await processes.stopAll();
  expect(crashes).toEqual([]);
  expect(processes.children).toEqual([]);
});

test('waiting for a line ends when the program does', async () => {
  const child = await processes.launch(program('Dashboard', ''));
  await expect(child.waitFor(/never/)).rejects.toThrow(
    'Dashboard exited with code 0 before it was ready',
  );
});

test('a program’s own children end with it', async () => {
  const child = await processes.launch(
    program(
      'Parent',
      `const child = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(FOREVER)}]);
       child.stdout.once("data", () => console.log("child " + child.pid));
       setInterval(() => {}, 1000)`,
    ),
  );
  const [, pid] = await child.waitFor(/child (\d+)/);
  const record = join(folder, 'run.json');
  writeRunRecord(record, [{ name: 'Grandchild', pid: Number(pid) }]);
  const grandchild = readRunRecord(record)!.children[0]!;
  expect(isAlive(grandchild)).toBe(true);
  await child.stop();
  await expect.poll(() => isAlive(grandchild)).toBe(false);
});

test('nothing can be started once everything is being stopped', async () => {
  await processes.stopAll();
  await expect(processes.launch(program('Late', FOREVER))).rejects.toThrow('Stopped.');
});

test('a command that fails is told with its last lines', async () => {
  await expect(
    processes.run(program('Build', 'console.log("no such file"); process.exit(1)')),
  ).rejects.toThrow('Build exited with code 1. Its last lines:\n  no such file');
});

test('what a killed launcher left running is ended by the next start', async () => {
  const record = join(folder, 'run.json');
  const child = await processes.launch(program('Dashboard', FOREVER));
  await child.waitFor(/up/);
  writeRunRecord(record, processes.children);
  child.stopping = true;

  const { launcher, children } = readRunRecord(record)!;
  expect(isAlive(launcher)).toBe(true);
  expect(await stopLeftovers(children)).toEqual(['Dashboard']);
  expect(children.map(isAlive)).toEqual([false]);
});

test('another program with a recorded process id is left alone', async () => {
  const child = await processes.launch(program('Other', FOREVER));
  await child.waitFor(/up/);
  const reused = { name: 'Postgres', pid: child.pid, command: 'postgres -D /elsewhere' };
  expect(await stopLeftovers([reused])).toEqual([]);
  expect(exists(child.pid)).toBe(true);
});

test('the lock of a Postgres that was killed is deleted, whoever has its process id now', async () => {
  const lock = join(folder, 'postmaster.pid');
  writeFileSync(lock, `${process.pid}\n${folder}\n`);
  await clearPostmasterLock(folder);
  expect(existsSync(lock)).toBe(false);
  expect(exists(process.pid)).toBe(true);
});

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
