import assert from 'node:assert/strict';
import { GroupCommit, type GroupCommitOptions } from './group-commit.ts';
import type { GroupEntry } from '../../_shared/http/log.ts';
import { StoreOverloaded } from './store.ts';
import { DatabaseUnavailable } from '../../_shared/database/unavailable.ts';
import { skippingClock, tick } from '../../_shared/testing/clock.ts';

interface Call {
  keyHash: string;
  email: string;
  age?: number;
  timestamp?: string;
}

const call = (email: string, keyHash = 'key'): Call => ({ keyHash, email });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Until everything that can go on without the database has gone on. */
const settled = () => wait(0);

/** Groups before a database whose transactions end when the test says so. */
function setUp(options?: Partial<GroupCommitOptions>) {
  const groups: { calls: readonly Call[]; commit(): void; fail(reason: string): void }[] = [];
  const entries: GroupEntry[] = [];
  const groupCommit = new GroupCommit<Call, string>(
    'identify',
    (calls) =>
      new Promise((resolve, reject) =>
        groups.push({
          calls,
          commit: () => resolve(calls.map(({ email }) => `wrote ${email}`)),
          fail: (reason) => reject(new DatabaseUnavailable(reason)),
        }),
      ),
    (entry) => entries.push(entry),
    { transactions: 1, ownerOf: (key) => ({ account: key, project: key }), ...options },
  );
  const emails = () => groups.map(({ calls }) => calls.map(({ email }) => email).join(' '));
  return { groups, entries, groupCommit, emails, write: groupCommit.write };
}

/** Ends every promise the test does not look at. */
const ignore = (...promises: Promise<unknown>[]) => promises.forEach((p) => p.catch(() => {}));

Deno.test('a lone call is handed to the database in the same turn', async () => {
  const { write, groups, emails } = setUp();
  const answer = write([call('a')]);
  assert.deepEqual(emails(), ['a']);
  groups[0]!.commit();
  assert.deepEqual(await answer, ['wrote a']);
});

Deno.test('calls that arrive during a transaction go together in the next one', async () => {
  const { write, groups, emails } = setUp();
  const answers = [[call('a')], [call('b')], [call('c'), call('d')]].map((calls) => write(calls));
  assert.deepEqual(emails(), ['a']);
  groups[0]!.commit();
  await settled();
  assert.deepEqual(emails(), ['a', 'b c d']);
  groups[1]!.commit();
  assert.deepEqual(await Promise.all(answers), [['wrote a'], ['wrote b'], ['wrote c', 'wrote d']]);
});

Deno.test('nobody is answered before the commit', async () => {
  const { write, groups } = setUp();
  let answered = false;
  const answer = write([call('a')]).then(() => (answered = true));
  await wait(20);
  assert.equal(answered, false);
  groups[0]!.commit();
  await answer;
});

Deno.test(
  'there are no more transactions at once than allowed, and no group is too large',
  async () => {
    const { write, groups, emails } = setUp({ transactions: 2, groupSize: 3 });
    const answers = 'abcdefgh'.split('').map((email) => write([call(email)]));
    assert.deepEqual(emails(), ['a', 'b']);
    groups[0]!.commit();
    await settled();
    assert.deepEqual(emails(), ['a', 'b', 'c d e']);
    groups[1]!.commit();
    await settled();
    assert.deepEqual(emails(), ['a', 'b', 'c d e', 'f g h']);
    groups[2]!.commit();
    groups[3]!.commit();
    await Promise.all(answers);
  },
);

Deno.test('keys take turns: one that sends much delays itself', async () => {
  const { write, groups, emails } = setUp({ groupSize: 2 });
  const noisy = ['1', '2', '3', '4', '5'].map((n) => write([call(`noisy${n}`, 'noisy')]));
  const quiet = write([call('quiet', 'quiet')]);
  groups[0]!.commit();
  await settled();
  assert.deepEqual(emails(), ['noisy1', 'noisy2 quiet']);
  groups[1]!.commit();
  await quiet;
  ignore(...noisy);
  for (let i = 2; i < 4; i++) {
    await settled();
    groups[i]!.commit();
  }
  await Promise.all(noisy);
});

Deno.test(
  'a refused transaction is repeated request by request, so that one call harms no other',
  async () => {
    const { write, groups, emails } = setUp();
    const first = write([call('first')]);
    const good = write([call('good')]);
    const bad = write([call('bad')]);
    groups[0]!.commit();
    await first;
    await settled();
    groups[1]!.fail('55P03');
    await settled();
    groups[2]!.commit();
    await settled();
    groups[3]!.fail('55P03');
    assert.deepEqual(await good, ['wrote good']);
    await assert.rejects(bad, { reason: '55P03' });
    assert.deepEqual(emails(), ['first', 'good bad', 'good', 'bad']);
  },
);

Deno.test('a request alone in its group is tried once more after waiting for a lock', async () => {
  const { write, groups, emails } = setUp();
  const lucky = write([call('lucky')]);
  groups[0]!.fail('55P03');
  await settled();
  groups[1]!.commit();
  assert.deepEqual(await lucky, ['wrote lucky']);
  await settled();

  const unlucky = write([call('unlucky')]);
  groups[2]!.fail('55P03');
  await settled();
  groups[3]!.fail('55P03');
  await assert.rejects(unlucky, { reason: '55P03' });
  await settled();

  const invalid = write([call('invalid')]);
  groups[4]!.fail('22P02');
  await assert.rejects(invalid, { reason: '22P02' });
  assert.deepEqual(emails(), ['lucky', 'lucky', 'unlucky', 'unlucky', 'invalid']);
});

Deno.test('when the database itself is in trouble, nothing is repeated', async () => {
  for (const reason of ['57P01', '53300', '08006', 'CONNECTION_CLOSED', 'deadline']) {
    const { write, groups } = setUp();
    const first = write([call('first')]);
    const others = [write([call('b')]), write([call('c')])];
    groups[0]!.commit();
    await first;
    await settled();
    groups[1]!.fail(reason);
    for (const other of others) await assert.rejects(other, { reason });
    assert.equal(groups.length, 2);
  }
});

Deno.test('a call grows older by its wait, unless it has a timestamp', async () => {
  const { write, groups } = setUp();
  const timestamp = '2026-01-01T00:00:00Z';
  const answers = [
    write([call('first')]),
    write([call('plain'), { ...call('old'), age: 1000 }, { ...call('dated'), timestamp }]),
  ];
  await wait(30);
  groups[0]!.commit();
  await answers[0];
  await settled();
  const [plain, old, dated] = groups[1]!.calls;
  assert.ok(plain!.age! >= 25 && plain!.age! < 5000);
  assert.ok(old!.age! >= 1025 && old!.age! < 6000);
  assert.deepEqual(dated, { ...call('dated'), timestamp });
  assert.deepEqual(groups[0]!.calls, [call('first')]);
  groups[1]!.commit();
  await answers[1];
});

Deno.test('when the database says nothing, everybody is told at their deadline', async () => {
  const { write, groups, groupCommit } = setUp();
  using clock = skippingClock();
  let told = 0;
  const answers = [write([call('writing')]), write([call('waiting')])].map((answer) =>
    assert.rejects(answer, { reason: 'deadline' }).then(() => told++),
  );
  clock.skip(2_000);
  await tick();
  assert.equal(told, 0);
  clock.skip(600);
  await tick();
  assert.equal(told, 2);
  await Promise.all(answers);

  // What nobody waits for anymore is not written.
  groups[0]!.commit();
  await settled();
  assert.equal(groups.length, 1);
  assert.equal(groupCommit.load.calls, 0);
});

Deno.test(
  'what does not fit the queue is refused at once, and what fits is still written',
  async () => {
    const { write, groups } = setUp({ queueCalls: 4, groupSize: 2 });
    const answers = ['a', 'b', 'c', 'd', 'e'].map((n) => write([call(n, n)]));
    await assert.rejects(write([call('f', 'f')]), StoreOverloaded);
    for (let i = 0; i < 3; i++) {
      groups[i]!.commit();
      await settled();
    }
    assert.equal((await Promise.all(answers)).length, 5);
  },
);

Deno.test(
  'one project fills a third of the queue at most, and one account half of it',
  async () => {
    const { write, groups, groupCommit } = setUp({
      queueCalls: 12,
      groupSize: 12,
      ownerOf: (key) => ({ account: key.split('/')[0]!, project: key }),
    });
    // The first is being written and waits no more.
    const noisy = Array.from({ length: 5 }, (_, i) => write([call(`n${i}`, 'noisy/1')]));
    assert.equal(groupCommit.admits('noisy/1'), false);
    await assert.rejects(write([call('n', 'noisy/1')]), StoreOverloaded);
    for (let project = 2; groupCommit.admits(`noisy/${project}`); project++) {
      noisy.push(write([call('n', `noisy/${project}`)]));
    }
    assert.equal(groupCommit.load.calls, 6);
    const quiet = write([call('q', 'quiet')]);
    groups[0]!.commit();
    await settled();
    groups[1]!.commit();
    await Promise.all([...noisy, quiet]);
  },
);

Deno.test('no more bytes wait than memory has room for', async () => {
  const { write, groups } = setUp({ queueBytes: 100 });
  const answers = [write([call('a')], 60), write([call('b')], 60), write([call('c', 'c')], 60)];
  await assert.rejects(write([call('d', 'd')], 60), StoreOverloaded);
  groups[0]!.commit();
  await settled();
  groups[1]!.commit();
  await Promise.all(answers);
});

Deno.test('the slower the database, the fewer calls may wait', async () => {
  const { write, groups, groupCommit } = setUp({ groupSize: 10, queueMs: 100, queueCalls: 1000 });
  const answers = [write([call('a')])];
  for (let i = 0; i < 30; i++) answers.push(write([call('b', `${i}`)]));
  assert.equal(groupCommit.admits('another'), true);
  // By now the one transaction takes so long that those who wait would wait too long.
  await wait(150);
  assert.equal(groupCommit.admits('another'), false);
  for (let i = 0; i < 4; i++) {
    groups[i]!.commit();
    await settled();
  }
  await Promise.all(answers);
  assert.equal(groupCommit.admits('another'), true);
});

Deno.test('however slow the database is, one group may wait', async () => {
  const { write, groups, groupCommit } = setUp({ groupSize: 10, queueMs: 1 });
  const answers = [write([call('a')])];
  await wait(50);
  for (let i = 0; i < 10; i++) answers.push(write([call('b', `${i}`)]));
  assert.equal(groupCommit.admits('another'), false);
  groups[0]!.commit();
  await settled();
  groups[1]!.commit();
  await Promise.all(answers);
});

Deno.test('each group is logged with how long it waited and took, and why it failed', async () => {
  const { write, groups, entries } = setUp();
  const answers = [write([call('a')]), write([call('b')]), write([call('c'), call('d')])];
  await wait(15);
  groups[0]!.commit();
  await settled();
  groups[1]!.fail('CONNECTION_CLOSED');
  await Promise.allSettled(answers);
  const [first, second] = entries.map(({ waited_ms, ms, ...entry }) => ({ waited_ms, ms, entry }));
  assert.deepEqual(first!.entry, {
    event: 'group',
    kind: 'identify',
    requests: 1,
    calls: 1,
    outcomes: { 'wrote a': 1 },
    queue: 0,
  });
  assert.ok(first!.ms >= 10 && first!.waited_ms < 10 && second!.waited_ms >= 10);
  assert.deepEqual(second!.entry, {
    event: 'group',
    kind: 'identify',
    requests: 2,
    calls: 3,
    outcomes: {},
    queue: 0,
    reason: 'CONNECTION_CLOSED',
  });
});
