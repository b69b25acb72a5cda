import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { person } from '../bench/people.ts';
import { createProject, signUp } from '../tests/founder.ts';
import { startStack } from '../tests/stack.ts';

// npm run bench:import [-- --rows 1000000]: a file of people into an empty project on a stack of its
// own, and then the same file again. Prints rows a second and the most memory the program took.
const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' } } });
const rows = Number(values.rows);
// Still counted, as in production, but out of the reach of a fast machine.
process.env.INGEST_CALLS_PER_SECOND ??= '1000000';

const folder = await mkdtemp(join(tmpdir(), 'tinycrm-bench-'));
const path = join(folder, 'people.csv');
const stack = await startStack();
process.env.TINYCRM_STACK = JSON.stringify(stack);
try {
  await pipeline(Readable.from(lines()), createWriteStream(path));
  const megabytes = ((await stat(path)).size / 2 ** 20).toFixed(1);
  console.log(
    `${rows.toLocaleString('en')} rows, ${megabytes} MB; ${cpus().length} × ${cpus()[0]?.model}`,
  );
  const { apiKey } = await createProject(await signUp('bench'), 'Inkwell');
  await run('importer/build.mjs', [join(folder, 'cli.mjs')]);
  for (const what of ['into an empty project', 'the same file again']) {
    const began = performance.now();
    const { output, peakMb } = await run(join(folder, 'cli.mjs'), [path], {
      TINYCRM_URL: stack.ingestUrl,
      TINYCRM_KEY: apiKey,
    });
    const seconds = (performance.now() - began) / 1000;
    const rate = Math.round(rows / seconds).toLocaleString('en');
    console.log(
      `${what}: ${rate} rows a second, ${seconds.toFixed(1)} s, ${peakMb} MB. ${output.trim()}`,
    );
  }
} finally {
  await stack.stop();
  await rm(folder, { recursive: true });
}

function* lines() {
  yield 'Email,Name,Status,Plan,Country,Seats,Signed up\n';
  for (let n = 0; n < rows; n++) {
    const { email, name, status, plan, country } = person(n);
    const day = new Date(Date.UTC(2023, 0, 1 + (n % 1000))).toISOString().slice(0, 10);
    yield `${email},${name},${status},${plan},${country},${1 + (n % 9)},${day}\n`;
  }
}

/** Runs a script and resolves with what it printed and the most memory it had (Linux). */
async function run(script: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peakKb = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakKb);
    } catch {
      // It has ended, or this is no Linux.
    }
  }, 100);
  const output = await text(child.stdout);
  clearInterval(look);
  return { output, peakMb: Math.round(peakKb / 1024) };
}
