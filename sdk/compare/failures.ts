import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { install } from './install.ts';
import { peers, type Peer } from './peers.ts';
import { markdown, report } from './report.ts';

// What becomes of a program that makes one call while the service fails: a server that does not
// await the call and lives on for 20 s, and a script that awaits it. Each runs in a process of its
// own and makes real requests, led to a server that fails as wanted.

const life = 20_000;

const failures: Record<string, { status?: number; headers?: Record<string, string> } | null> = {
  'network down': null,
  'always 503': { status: 503 },
  '429, Retry-After: 2': { status: 429, headers: { 'retry-after': '2' } },
  'no answer': {},
  'all is well': { status: 200 },
};

/** Leads every request to the address in SERVER, and makes real requests. */
const toServer = `
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input.url ?? input);
    return fetch(process.env.SERVER + pathname, { ...init, dispatcher: undefined });
  };`;

type Kind = 'left' | 'awaited';

const programs: Record<Kind, (peer: Peer) => string> = {
  left: ({ setup, call }) => `${setup}\n${call};\nsetTimeout(() => process.exit(), ${life});`,
  awaited: ({ setup, call, awaited }) => `${setup}
    try {
      ${awaited ? `${call}; await ${awaited}` : `const answer = await ${call}`};
      console.log('TOLD', ${awaited ? 'false' : 'Boolean(answer?.error)'});
    } catch {
      console.log('TOLD', true);
    }`,
};

interface Run {
  exitCode: number | null;
  requests: number;
  isReported: boolean;
}

async function run(folder: string, failure: string, kind: Kind): Promise<Run> {
  let requests = 0;
  const answer = failures[failure]!;
  const server = createServer((request, response) => {
    requests++;
    request.resume();
    if (answer?.status) response.writeHead(answer.status, answer.headers).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (!answer) {
    server.close();
    await once(server, 'close');
  }

  const preload = `data:text/javascript,${encodeURIComponent(toServer)}`;
  const child = spawn(process.execPath, ['--import', preload, `${kind}.mjs`], {
    cwd: folder,
    env: { ...process.env, SERVER: url },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: kind === 'left' ? 2 * life : life,
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  server.closeAllConnections();
  server.close();
  return { exitCode, requests, isReported: output.includes('TOLD true') };
}

/** Both runs of one failure, in a few words. */
async function cell(folder: string, failure: string): Promise<string> {
  const [left, awaited] = await Promise.all([
    run(folder, failure, 'left'),
    run(folder, failure, 'awaited'),
  ]);
  const host = left.exitCode ? '**crash**' : 'lives';
  const caller =
    awaited.exitCode === null ? 'waits on' : awaited.isReported ? 'told' : '**not told**';
  const sent = failures[failure] ? `, ${left.requests} sent` : '';
  return `${host}${sent}, ${caller}`;
}

async function row(peer: Peer): Promise<string[]> {
  const folder = await install(peer.name, peer.version);
  for (const kind of ['left', 'awaited'] as const) {
    writeFileSync(join(folder, `${kind}.mjs`), programs[kind](peer));
  }
  const cells = await Promise.all(Object.keys(failures).map((failure) => cell(folder, failure)));
  if (cells.pop() !== 'lives, 1 sent, **not told**')
    throw new Error(`${peer.name} fails without a failure: the figures would say nothing.`);
  return [peer.version ? peer.name : `**${peer.name}**`, ...cells];
}

const compared = peers.filter(({ fetches }) => fetches);
const rows: string[][] = [];
while (compared.length) rows.push(...(await Promise.all(compared.splice(0, 3).map(row))));
await report('failures', markdown(['SDK', ...Object.keys(failures).slice(0, -1)], rows));
