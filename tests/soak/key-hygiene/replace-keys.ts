import type postgres from 'postgres';
import type { HttpClient, Reply } from '../http-client.ts';
import type { Random } from '../random.ts';
import { actAs, type Tenant } from '../tenants.ts';

interface Load {
  admin: postgres.Sql;
  client: HttpClient;
  tenant: Tenant;
  random: Random;
  calls: number;
  rotations: number;
}

const CALLERS = 16;

/** Replaces the key of a busy project many times. Resolves with its keys, all in their grace, and the refusals. */
export async function replaceKeysUnderLoad({
  admin,
  client,
  tenant,
  random,
  calls,
  rotations,
}: Load) {
  const [project] = tenant.projects;
  const keys = [project!.apiKey];
  let newestId = project!.keyId;
  const refused: Reply[] = [];
  const numbers = Array.from({ length: calls }, (_, i) => i).values();
  const distance = Math.ceil(calls / (rotations + 1));

  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      for (const number of numbers) {
        if (number % distance === distance - 1) await replace();
        // Some servers hear of the new key later than others.
        const key = random.chance(0.5) ? keys.at(-1)! : random.pick(keys.slice(-10));
        const email = `person-${random.below(50)}@example.com`;
        const reply = await client.post('/identify', key, { email, status: 'paid' });
        if (reply.status !== 200) refused.push(reply);
      }
    }),
  );
  return { keys, refused };

  async function replace(): Promise<void> {
    const [made] = await actAs(
      admin,
      tenant.userId,
      (sql) => sql`select id, api_key from public.rotate_api_key(${newestId}, 24)`,
    );
    newestId = made!.id;
    keys.push(made!.api_key);
  }
}
