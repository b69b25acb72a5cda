import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listen } from './gateway.ts';
import { startIsolates, type Isolates } from './isolates.ts';
import { generateKeys } from './keys.ts';
import { Processes } from './processes.ts';

/** Uses processor time until it is so much in all, then waits for an address to answer: ?burn=500&wait=http://… */
const FUNCTION = `
import process from 'node:process';
addEventListener('beforeunload', () => console.log('told'));
export default { async fetch(request: Request) {
  const { searchParams } = new URL(request.url);
  const usedMs = () => Object.values(process.cpuUsage()).reduce((sum, micros) => sum + micros) / 1000;
  while (usedMs() < Number(searchParams.get('burn')));
  if (searchParams.has('later')) {
    const work = new Promise<void>((done) => setTimeout(() => { console.log('done'); done(); }, 500));
    (globalThis as any).EdgeRuntime.waitUntil(work);
  }
  if (searchParams.has('wait')) await fetch(searchParams.get('wait')!);
  return new Response(String(Deno.pid));
} };`;

// Linux alone tells the processor time of a process so finely.
describe.skipIf(process.platform !== 'linux')('an isolate', () => {
  let folder: string;
  let processes: Processes;
  let isolates: Isolates;
  let log: string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tinycrm-isolates-'));
    await writeFile(join(folder, 'index.ts'), FUNCTION);
    await writeFile(join(folder, 'deno.json'), '{}');
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    log = [];
    processes = new Processes({
      log: (_, line) => log.push(line),
      onCrash: (crash) => log.push(crash.message),
    });
    isolates = await startIsolates(processes, 'ingest', {
      ...{ apiUrl: '', databaseUrl: '', roleUrl: '', keys: generateKeys(), watch: false },
      ...{ folder, cacheFolder: join(folder, 'deno') },
    });
  });
  afterEach(() => processes.stopAll());

  async function call(query: string) {
    const answer = await fetch(`${isolates.url}?${query}`);
    return { status: answer.status, text: await answer.text() };
  }
  const told = () => log.filter((line) => line === 'told').length;

  test('that used a second of processor time takes no more calls, and answers those it has', async () => {
    const first = await call('');
    const holder = createServer();
    const held = once(holder, 'request');
    const last = call(`burn=1100&wait=${await listen(holder, 0)}`);
    const [, outgoing] = (await held) as [unknown, ServerResponse];
    let next = await call('');
    while (next.text === first.text) next = await call('');
    expect(told()).toBe(0);
    outgoing.end();
    expect(await last).toEqual({ status: 200, text: first.text });
    holder.close();
    await isolates.close();
    expect(log).not.toContainEqual(expect.stringContaining('exited with'));
    expect([told(), isolates.ended.length, isolates.killed()]).toEqual([2, 2, 0]);
  });

  test('that used two seconds of it is ended in the middle of a call', async () => {
    expect((await call('burn=60000')).status).toBe(503);
    expect([told(), isolates.killed()]).toEqual([0, 1]);
    expect((await call('')).status).toBe(200);
  });

  test('that is retired ends after the work that its calls asked it to wait for', async () => {
    await call('later=1');
    await isolates.close();
    expect(log.slice(-2)).toEqual(['done', 'told']);
  });
});
