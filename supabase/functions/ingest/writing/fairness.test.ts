import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { apiKeyChecksum } from '../limits/api-key.ts';
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
