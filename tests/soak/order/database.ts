import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import type { Delivery } from './histories.ts';
import { isoTime } from '../model.ts';
import { createTenants } from '../tenants.ts';

/** Projects of several accounts, by the id of the project. */
export interface World {
  accounts: string[];
  projects: string[];
  accountOf: Map<string, string>;
  apiKeyOf: Map<string, string>;
  keyHashOf: Map<string, string>;
}

/** Two accounts, one with two projects and one with one. `admin`: the superuser. */
export async function makeWorld(admin: postgres.Sql): Promise<World> {
  const tenants = [...(await createTenants(admin, 1, 2)), ...(await createTenants(admin, 1, 1))];
  const world: World = {
    accounts: tenants.map(({ accountId }) => accountId),
    projects: [],
    accountOf: new Map(),
    apiKeyOf: new Map(),
    keyHashOf: new Map(),
  };
  for (const { accountId, projects } of tenants) {
    for (const { id, apiKey } of projects) {
      world.projects.push(id);
      world.accountOf.set(id, accountId);
      world.apiKeyOf.set(id, apiKey);
      world.keyHashOf.set(id, createHash('sha256').update(apiKey).digest('hex'));
    }
  }
  return world;
}

/** Hands a group to its SQL function. Resolves with the outcomes in the order of the group. */
export async function deliver(
  sql: postgres.Sql,
  world: World,
  group: readonly Delivery[],
): Promise<string[]> {
  const calls = group.map(({ event: { type: _type, project, at, ...said }, time }) => ({
    ...said,
    key_hash: world.keyHashOf.get(project),
    timestamp: isoTime(at),
    by_age: time === 'age' ? true : undefined,
  }));
  // Inside one statement now() stands still, so that an age is as exact as a timestamp.
  const rows = await sql`
    select outcome from ${sql(`ingest.${group[0]!.event.type}`)}((
      select jsonb_agg(case
        when call ? 'by_age' then call - '{timestamp,by_age}'::text[] || jsonb_build_object(
          'age_ms', extract(epoch from now() - (call ->> 'timestamp')::timestamptz) * 1000
        )
        else call
      end order by position)
      from jsonb_array_elements(${sql.json(calls as never)}) with ordinality given (call, position)
    )) order by ordinal`;
  return rows.map(({ outcome }) => outcome as string);
}
