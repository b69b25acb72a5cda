import assert from 'node:assert/strict';
import { FairQueue } from './fair-queue.ts';

/** `owner` is an account, or an account and one of its projects: 'a/1'. */
const item = (owner: string, name: string, size = 1, bytes = 10) => {
  const [account, project = ''] = owner.split('/');
  return { owner: { account: account!, project }, name, size, bytes };
};
const names = (items: { name: string }[]) => items.map(({ name }) => name).join(' ');

function queueOf(...items: ReturnType<typeof item>[]) {
  const queue = new FairQueue<ReturnType<typeof item>>();
  for (const each of items) queue.add(each);
  return queue;
}

Deno.test('owners take turns, and each is served in order', () => {
  const queue = queueOf(item('a', 'a1'), item('a', 'a2'), item('a', 'a3'), item('b', 'b1'));
  queue.add(item('c', 'c1'));
  assert.equal(names(queue.take(4)), 'a1 b1 c1 a2');
  assert.equal(names(queue.take(4)), 'a3');
  assert.equal(names(queue.take(4)), '');
});

Deno.test('the projects of one account take turns, and together they are one owner', () => {
  const queue = queueOf(
    item('a/1', 'a1'),
    item('a/1', 'a1+'),
    item('a/2', 'a2'),
    item('a/3', 'a3'),
  );
  queue.add(item('b', 'b1'));
  queue.add(item('b', 'b2'));
  assert.equal(names(queue.take(10)), 'a1 b1 a2 b2 a3 a1+');
});

Deno.test('who turned out to be somebody else has one turn, and is served in order', () => {
  const queue = queueOf(item('k/k', 'old1'), item('k/k', 'old2'), item('b', 'b1'), item('b', 'b2'));
  queue.add(item('a/1', 'new'));
  queue.move({ account: 'k', project: 'k' }, { account: 'a', project: '1' });
  assert.deepEqual(queue.sizesOf({ account: 'a', project: '1' }), { account: 3, project: 3 });
  assert.deepEqual(queue.sizesOf({ account: 'k', project: 'k' }), { account: 0, project: 0 });
  queue.move({ account: 'k', project: 'k' }, { account: 'b', project: '' });
  queue.move({ account: 'b', project: '' }, { account: 'b', project: '' });
  assert.equal(queue.size, 5);
  assert.equal(names(queue.take(10)), 'b1 old1 b2 old2 new');
});

Deno.test('the next take goes on with the owner whose turn it is', () => {
  const queue = queueOf(item('a', 'a1'), item('a', 'a2'), item('b', 'b1'), item('b', 'b2'));
  assert.equal(names(queue.take(1)), 'a1');
  assert.equal(names(queue.take(1)), 'b1');
  assert.equal(names(queue.take(2)), 'a2 b2');
});

Deno.test('takes no more than asked for, but an item that is larger by itself', () => {
  const queue = queueOf(item('a', 'large', 500), item('b', 'b1', 60), item('c', 'c1', 60));
  assert.equal(names(queue.take(100)), 'large');
  assert.equal(names(queue.take(100)), 'b1');
  assert.equal(names(queue.take(100)), 'c1');
});

Deno.test('knows how much waits, in all, of an account and of a project', () => {
  const sizes = (account: string, project = '') =>
    Object.values(queue.sizesOf({ account, project }));
  const queue = queueOf(item('a/1', 'a1', 2), item('a/2', 'a2', 3), item('b', 'b1', 5));
  assert.deepEqual([queue.size, queue.bytes], [10, 30]);
  assert.deepEqual(
    [sizes('a', '1'), sizes('a', 'x'), sizes('x')],
    [
      [5, 2],
      [5, 0],
      [0, 0],
    ],
  );
  queue.take(2);
  assert.deepEqual([queue.size, queue.bytes], [8, 20]);
  assert.deepEqual(
    [sizes('a', '1'), sizes('a', '2'), sizes('b')],
    [
      [3, 0],
      [3, 3],
      [5, 5],
    ],
  );
  queue.take(100);
  assert.deepEqual([queue.size, queue.bytes], [0, 0]);
  assert.deepEqual(
    [sizes('a', '2'), sizes('b')],
    [
      [0, 0],
      [0, 0],
    ],
  );
});
