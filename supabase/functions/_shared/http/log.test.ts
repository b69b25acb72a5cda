import assert from 'node:assert/strict';
import { createLog, type GroupEntry, type RequestEntry } from './log.ts';

const refused: RequestEntry = {
  event: 'request',
  request_id: 'a',
  method: 'POST',
  route: '/ingest/identify',
  status: 422,
  ms: 1.5,
  code: 'validation_failed',
};
const accepted: RequestEntry = { ...refused, status: 200, code: undefined };
const group: GroupEntry = {
  event: 'group',
  kind: 'identify',
  requests: 1,
  calls: 1,
  outcomes: { created: 1 },
  waited_ms: 0,
  ms: 1,
  queue: 0,
};

function collect(level?: string, now = () => 0) {
  const lines: string[] = [];
  return { lines, log: createLog(level, (line) => lines.push(line), now) };
}

Deno.test('a group and a refused request are one line of JSON each', () => {
  const { lines, log } = collect();
  log.group(group);
  log.request(refused);
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [group, refused],
  );
  assert.ok(lines.every((line) => !line.includes('\n')));
});

Deno.test('a request that went well has no line, unless a call of its batch was refused', () => {
  const { lines, log } = collect();
  log.request(accepted);
  assert.equal(lines.length, 0);
  log.request({ ...accepted, status: 207, refused: { validation_failed: 1 } });
  assert.equal(lines.length, 1);
});

Deno.test('of more than 100 refusals a second the rest is counted in the next line', () => {
  let ms = 0;
  const { lines, log } = collect(undefined, () => ms);
  for (let i = 0; i < 150; i++) log.request(refused);
  assert.equal(lines.length, 100);
  ms = 1000;
  log.request(refused);
  log.request(refused);
  assert.deepEqual(
    lines.slice(100).map((line) => JSON.parse(line).skipped),
    [50, undefined],
  );
});

Deno.test('INGEST_LOG=off silences the log, and nothing else does', () => {
  for (const [level, count] of [
    ['off', 0],
    ['on', 2],
    ['', 2],
  ] as const) {
    const { lines, log } = collect(level);
    log.group(group);
    log.request(refused);
    assert.equal(lines.length, count);
  }
});
