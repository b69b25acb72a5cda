import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { Failure } from '../local/failure.ts';
import { actAs, createTenants, type Tenant } from '../tests/soak/tenants.ts';
import { startStack } from '../tests/stack.ts';
import { listPrivileges, listTables, readChecksum } from './catalog.ts';
import { dump } from './dump.ts';
import { restore } from './restore.ts';

export interface Drill {
  tables: number;
  rows: number;
  /** Owners, grants, policies, functions and triggers, compared one by one. */
  privileges: number;
}

/**
 * Fills a stack, takes a backup, restores it into another one, and compares all rows and rights. Then the
 * restored one takes a call with a key of before. Throws what differs.
 */
export async function drill(): Promise<Drill> {
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-backup-'));
  const [before, after] = await Promise.all([startStack(), startStack()]);
  const options = { max: 2, onnotice() {} };
  const source = postgres(before.adminUrl, options);
  const target = postgres(after.adminUrl, options);
  try {
    const [tenant] = await fill(source);
    const manifest = await dump(source, folder);
    await restore(target, folder);

    const privileges = await listPrivileges(source);
    const restored = new Set(await listPrivileges(target));
    const differing = privileges.filter((line) => !restored.has(line));
    if (differing.length || restored.size !== new Set(privileges).size) {
      throw new Failure(`Rights that differ:\n${differing.join('\n')}`);
    }
    await target`set timezone = 'UTC'`;
    for (const table of manifest.tables) {
      const found = await readChecksum(target, table);
      if (found.checksum !== table.checksum) throw new Failure(`Rows of ${table.name} differ.`);
    }
    await callWithOldKey(after.ingestUrl, tenant!);
    return {
      tables: (await listTables(target)).length,
      rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
      privileges: privileges.length,
    };
  } finally {
    await Promise.all([source.end(), target.end()]);
    await Promise.all([before.stop(), after.stop()]);
    await rm(folder, { recursive: true });
  }
}

/** Something in every table that a founder fills. */
async function fill(sql: postgres.Sql): Promise<Tenant[]> {
  const tenants = await createTenants(sql, 3, 2);
  for (const { accountId, userId, projects } of tenants) {
    const [key] = await sql`
      select encode(hash, 'hex') as hash from public.api_keys where id = ${projects[0]!.keyId}`;
    const calls = Array.from({ length: 200 }, (_, i) => ({
      key_hash: key!.hash as string,
      email: `person-${i}@example.com`,
      name: `Zoë\tO'Neill\\${i}\n"`,
      status: ['free', 'trial', 'paid', 'churned'][i % 4],
      params: { plan: 'pro', mrr: i, note: 'a\\b\u2028c', tags: [1, null, 'x'] },
    }));
    await sql`select ingest.identify(${JSON.stringify(calls)}::text::jsonb)`;
    await actAs(sql, userId, async (user) => {
      const [{ id }] = (await user`
        select id from public.customers where account_id = ${accountId} limit 1`) as [
        { id: string },
      ];
      await user`select public.add_note(${accountId}, ${id}, 'Called, and wants \\N')`;
      await user`select public.tag_customers(${accountId}, 'vip', array[${id}::uuid])`;
      await user`select public.invite_member(${accountId}, 'invited@example.com', 'viewer')`;
      await user`
        select public.edit_customer_project(${accountId}, ${id}, ${projects[0]!.id}, 'churned', '{}')`;
    });
  }
  return tenants;
}

async function callWithOldKey(ingestUrl: string, { projects }: Tenant): Promise<void> {
  const answer = await fetch(`${ingestUrl}/ping`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${projects[0]!.apiKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ email: 'person-1@example.com' }),
  });
  if (!answer.ok) throw new Failure(`A key from before is rejected: ${await answer.text()}`);
}
