import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Founder } from '../../founder.ts';
import type { Acknowledged } from './acknowledged.ts';
import { Random } from '../random.ts';

interface Shown {
  projects: { project_id: string; params: object }[];
}

/**
 * Looks at the dashboard again and again, over REST: a page, the count, and one person, who must
 * have every param that was acknowledged before. `stop` resolves with the number of reads.
 */
export function readOften(founder: Founder, acknowledged: Acknowledged, seed: number) {
  const random = new Random(seed);
  let reads = 0;
  let stopped = false;
  const reading = read();
  // Whoever stops it hears of it.
  reading.catch(() => {});
  return {
    async stop(): Promise<number> {
      stopped = true;
      await reading;
      return reads;
    },
  };

  async function read(): Promise<void> {
    const { accountId: account_id, client } = founder;
    while (!stopped) {
      const { data: page } = await client.rpc('search_customers', { account_id }).throwOnError();
      const { data: count } = await client.rpc('count_customers', { account_id }).throwOnError();
      assert.ok(count >= page.length, `${count} customers, ${page.length} on the first page`);
      reads += 2;
      if (page.length > 0) await readPerson(random.pick(page));
      await sleep(20);
    }
  }

  async function readPerson({ id, email }: { id: string; email: string }): Promise<void> {
    const { data: projects } = await founder.client.from('projects').select('id').throwOnError();
    const before = projects.map((project) => ({
      project: project.id,
      keys: [...acknowledged.keysOf({ project: project.id, email })],
    }));
    const { data } = await founder.client
      .rpc('get_customer', { account_id: founder.accountId, customer_id: id })
      .throwOnError();
    reads += 2;
    const shown = data as unknown as Shown;
    for (const { project, keys } of before) {
      const customerProject = shown.projects.find(({ project_id }) => project_id === project);
      const missing = keys.filter((key) => !customerProject || !(key in customerProject.params));
      assert.deepEqual(missing, [], 'acknowledged params that the dashboard does not show');
    }
  }
}
