import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { apiKeyChecksum } from '../../_shared/http/api-key.ts';
import { createFunction, MemoryStore } from '../testing/function.ts';
import type { IdentifyCall, IdentifyOutcome } from './store.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A well-made key, as the database would make it for a project. */
function makeKey(project: string) {
  const body = `tcrm_proj_${project.padEnd(43, '0')}`;
  const apiKey = body + apiKeyChecksum(body);
  return { apiKey, keyHash: createHash('sha256').update(apiKey).digest('hex') };
}

/** A store whose writes end one by one, when told. */
class SlowStore extends MemoryStore {
  readonly groups: { emails: string[]; commit: () => void }[] = [];

  override identify = (calls: readonly IdentifyCall[]): Promise<IdentifyOutcome[]> =>
    new Promise((resolve) => {
      const commit = () => resolve(calls.map(() => 'created'));
      this.groups.push({ emails: calls.map(({ email }) => email.split('@')[0]!), commit });
    });
}

Deno.test(
  'an account with many products and keys waits its turn as one with a single product does',
  async () => {
    const store = new SlowStore();
    const projects = ['x1', 'x2', 'x3', 'y1'];
    store.projectLimits = projects.map((projectId) => ({
      ...{ keyHash: makeKey(projectId).keyHash, accountId: projectId[0]!, projectId },
      callsPerSecond: null,
    }));
    const { post } = createFunction(store, { groups: { groupSize: 2, transactions: 1 } });
    const send = (path: string, project: string, email: string) =>
      post(
        path,
        { email: `${email}@example.com` },
        { authorization: `Bearer ${makeKey(project).apiKey}` },
      );
    for (const project of projects) await send('/ping', project, 'known');
    await settled();

    const answers = ['x1', 'x1', 'x2', 'x3', 'y1'].map((project, i) =>
      send('/identify', project, `${project}-${i}`),
    );
    for (let i = 0; i < 3; i++) {
      await settled();
      store.groups[i]!.commit();
    }
    await Promise.all(answers);
    assert.deepEqual(
      store.groups.map(({ emails }) => emails.join(' ')),
      ['x1-0', 'x1-1 y1-4', 'x2-2 x3-3'],
    );
  },
);

Deno.test(
  'an account with less than its share is let in while another fills the queue beyond its end',
  async () => {
    const store = new SlowStore();
    store.projectLimits = ['noisy', 'modest'].map((projectId) => ({
      ...{ keyHash: makeKey(projectId).keyHash, accountId: projectId, projectId },
      callsPerSecond: null,
    }));
    const { post } = createFunction(store, {
      groups: { groupSize: 2, transactions: 1, queueCalls: 4 },
    });
    const send = (path: string, project: string, body: unknown) =>
      post(path, body, { authorization: `Bearer ${makeKey(project).apiKey}` });
    for (const project of ['noisy', 'modest']) {
      await send('/ping', project, { email: 'known@example.com' });
    }
    const one = { email: 'one@example.com' };
    const many = { calls: Array.from({ length: 9 }, () => ({ type: 'identify', ...one })) };

    const answers = [send('/identify', 'noisy', one), send('/batch', 'noisy', many)];
    await settled();
    assert.equal((await send('/identify', 'noisy', one)).status, 503);
    const first = send('/identify', 'modest', one);
    await settled();
    assert.equal((await send('/identify', 'modest', one)).status, 503, 'a second one has to wait');
    for (let i = 0; i < 3; i++) {
      await settled();
      store.groups[i]?.commit();
    }
    assert.equal((await first).status, 200);
    await Promise.all(answers);
  },
);

Deno.test('many keys whose account nobody has told yet take the turns of one account', async () => {
  const store = new SlowStore();
  const keys = Array.from({ length: 20 }, (_, i) => `new${i}`);
  store.projectLimits = ['known', ...keys].map((projectId) => ({
    ...{ keyHash: makeKey(projectId).keyHash, accountId: projectId, projectId },
    callsPerSecond: null,
  }));
  const { post } = createFunction(store, {
    groups: { groupSize: 2, transactions: 1, queueCalls: 20 },
  });
  const send = (path: string, project: string, email: string) =>
    post(
      path,
      { email: `${email}@example.com` },
      { authorization: `Bearer ${makeKey(project).apiKey}` },
    );
  await send('/ping', 'known', 'known');
  await settled();
  store.limits = () => new Promise(() => {});
  for (const key of keys) await send('/ping', key, 'known');

  const noise = ['new0', ...keys.slice(0, 8)].map((key) => send('/identify', key, key));
  await settled();
  const modest = ['a', 'b'].map((email) => send('/identify', 'known', email));
  for (let i = 0; i < 6; i++) {
    await settled();
    store.groups[i]?.commit();
  }
  assert.deepEqual(
    (await Promise.all(modest)).map(({ status }) => status),
    [200, 200],
  );
  await Promise.all(noise);
  assert.deepEqual(store.groups.map(({ emails }) => emails.join(' ')).slice(0, 3), [
    'new0',
    'new0 a',
    'new1 b',
  ]);
});
