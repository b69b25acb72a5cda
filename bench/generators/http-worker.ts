import autocannon from 'autocannon';
import { text } from 'node:stream/consumers';
import { identifyBody, PROJECTS, randomBelow } from '../people.ts';
import type { HttpLoad } from './http.ts';
import { loadResult } from './load-result.ts';

// Runs autocannon in a process of its own, so that what it costs is not counted as the server's.
// stdin: an HttpLoad as JSON. stdout: a LoadResult as JSON.
const load = JSON.parse(await text(process.stdin)) as HttpLoad;
/** Made before the clock starts, and different ones for each connection. */
const REQUESTS = 50_000;
const each = Math.min(5_000, Math.ceil(REQUESTS / load.connections));

let clients = 0;
const durations: number[] = [];
let from = Infinity;
let to = Infinity;
let failedAnswers = 0;

const run = autocannon(
  {
    url: load.url,
    connections: load.connections,
    duration: load.rampSeconds + load.seconds,
    timeout: 60,
    sampleInt: 50,
    setupClient(client) {
      const number = clients++;
      client.setRequests(Array.from({ length: each }, (_, i) => request(number * each + i)));
    },
  },
  (error, result) => {
    if (error) throw error;
    const failed = failedAnswers + result.errors;
    process.stdout.write(JSON.stringify(loadResult(durations, failed, from, to)));
  },
);
run.on('start', () => {
  from = Date.now() + load.rampSeconds * 1000;
  to = from + load.seconds * 1000;
});
// autocannon's own histogram counts in whole milliseconds.
run.on('response', (_, status, __, duration) => {
  const now = Date.now();
  if (status < 200 || status > 299) failedAnswers++;
  else if (now >= from && now < to) durations.push(duration);
});

function request(i: number): autocannon.Request {
  const n = load.newPrefix ? i : randomBelow(load.customers);
  return {
    method: 'POST',
    path: new URL(load.url).pathname,
    headers: {
      authorization: `Bearer ${load.apiKeys[n % PROJECTS]}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(identifyBody(n, load.newPrefix)),
  };
}
