import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadPlan } from './stream.ts';
import { StreamRunner } from './stream-runner.ts';

// Started by offer-load.ts: a LoadPlan comes in on stdin, the result goes out on stdout.
const { url, after, seconds, stream } = JSON.parse(await text(process.stdin)) as LoadPlan;
const start = performance.now();
// JSON has no Infinity: null stands for it.
const runner = new StreamRunner(url, { ...stream, rate: stream.rate ?? Infinity });
await runner.connect();
await sleep(Math.max(0, after * 1000 - (performance.now() - start)));
const result = await runner.run(seconds);
process.stdout.write(JSON.stringify(result), () => process.exit(0));
