import assert from 'node:assert/strict';
import { createLog, type LogEntry } from './log.ts';

const entry: LogEntry = {
  request_id: 'a',
  method: 'POST',
  route: '/ingest/identify',
  status: 200,
  ms: 1.5,
  calls: 1,
  outcomes: { created: 1 },
};

Deno.test('an entry is one line of JSON', () => {
  const lines: string[] = [];
  createLog(undefined, (line) => lines.push(line))(entry);
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [entry],
  );
  assert.doesNotMatch(lines[0]!, /\n/);
});

Deno.test('INGEST_LOG=off silences the log, and nothing else does', () => {
  for (const [level, count] of [
    ['off', 0],
    ['on', 1],
    ['', 1],
  ] as const) {
    const lines: string[] = [];
    createLog(level, (line) => lines.push(line))(entry);
    assert.equal(lines.length, count);
  }
});
