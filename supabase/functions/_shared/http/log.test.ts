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

function collect(level?: string) {
  const clock = { ms: 0 };
  const lines: string[] = [];
  const due: (() => void)[] = [];
  const log = createLog(level, (line) => lines.push(line), {
    now: () => clock.ms,
    later: (run) => due.push(run),
  });
  const read = () => lines.map((line) => JSON.parse(line));
  return { clock, lines, due, log, read };
}

Deno.test(
  'a refused request and a group that failed or took long are one line of JSON each',
  () => {
    const { lines, log, read } = collect();
    const remarkable = [{ ...group, reason: '57014' }, { ...group, ms: 1_200 }, refused];
    log.group(remarkable[0] as GroupEntry);
    log.group(remarkable[1] as GroupEntry);
    log.request(refused);
    assert.deepEqual(read(), remarkable);
    assert.ok(lines.every((line) => !line.includes('\n')));
  },
);

Deno.test('groups that went well are one line of sums every ten seconds, for each kind', () => {
  const { lines, log, due, read } = collect();
  for (let i = 0; i < 1000; i++) log.group(group);
  log.group({ ...group, requests: 3, calls: 4, outcomes: { updated: 4 }, ms: 9, queue: 7 });
  log.group({ ...group, kind: 'ping' });
  assert.equal(lines.length, 0);
  assert.equal(due.length, 1);
  due.shift()!();
  assert.deepEqual(read(), [
    {
      ...{ event: 'groups', kind: 'identify', groups: 1001, requests: 1003, calls: 1004 },
      ...{ outcomes: { created: 1000, updated: 4 }, waited_ms: 0, ms: 9, queue: 7 },
    },
    { ...group, event: 'groups', kind: 'ping', groups: 1 },
  ]);
  log.group(group);
  assert.equal(due.length, 1);
});

Deno.test('ordinary work takes at most 20 lines in ten seconds, refusals included', () => {
  const { lines, log, due } = collect();
  for (let i = 0; i < 1000; i++) {
    log.group({ ...group, kind: i % 2 ? 'ping' : 'identify' });
    log.request(refused);
  }
  due.forEach((run) => run());
  assert.ok(lines.length <= 20, `${lines.length} lines`);
});

Deno.test('what there is no line for is counted, by its reason if it has one', () => {
  const { clock, log, due, lines, read } = collect();
  for (let i = 0; i < 60; i++) {
    log.request(refused);
    log.request({ ...refused, status: 503, code: 'database_unavailable', reason: '08P01' });
    log.group({ ...group, reason: 'deadline' });
  }
  assert.equal(lines.length, 65);
  due.forEach((run) => run());
  const last = read().at(-1);
  assert.deepEqual([last.lines, last.codes], [115, { validation_failed: 45 }]);
  assert.equal(last.reasons['08P01'] + last.reasons.deadline, 70);
  clock.ms = 10_000;
  log.request(refused);
  assert.deepEqual(read().at(-1), refused);
});

Deno.test('an isolate that ends writes its sums', () => {
  const { log, read } = collect();
  log.group(group);
  log.flush();
  log.flush();
  assert.deepEqual(read(), [{ ...group, event: 'groups', groups: 1 }]);
});

Deno.test('a request that went well has no line, unless a call of its batch was refused', () => {
  const { lines, log } = collect();
  log.request(accepted);
  assert.equal(lines.length, 0);
  log.request({ ...accepted, status: 207, refused: { validation_failed: 1 } });
  assert.equal(lines.length, 1);
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
    log.flush();
    assert.equal(lines.length, count);
  }
});
