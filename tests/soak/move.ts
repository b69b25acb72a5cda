import assert from 'node:assert/strict';
import type postgres from 'postgres';
import { connectTo } from '../../local/database.ts';
import { moveAccount } from '../../move/move-account.ts';
import { connect } from '../founder.ts';
import { clonePostgres } from '../sql/clone-postgres.ts';
import { hashOf } from '../sql/whole-account.ts';
import type { Stack } from '../stack.ts';
import type { Check, Figures } from './check.ts';
import { Use, WRITERS } from './move/use.ts';
import { withSoakStack } from './soak-stack.ts';
import { createTenants, type Tenant } from './tenants.ts';

const QUICK = { customers: 500 };
const FULL = { customers: 100_000 };

/** Moves an account while its products, a member and another account write. */
export const check: Check = {
  name: 'move',
  promise:
    'While npm run move-account moves an account, no acknowledged call or change is lost, and calls of others are taken as ever.',
  mutants: [
    {
      name: 'a call with a key that is gone is acknowledged',
      sql: {
        function: 'private.identify_group',
        replace: [
          [
            "when c.account_id is null then 'unauthorized'",
            "when c.account_id is null then 'updated'",
          ],
        ],
      },
    },
  ],
  run: ({ size, mutant }) =>
    withSoakStack({ mutant, api: false, durable: size === 'full' }, (stack) =>
      moveWhileUsed(stack, size === 'full' ? FULL : QUICK),
    ),
};

export async function moveWhileUsed(
  stack: Pick<Stack, 'adminUrl' | 'dbUrl'>,
  { customers }: typeof FULL,
): Promise<Figures> {
  const target = await clonePostgres('independent', stack);
  const sides = [connect(stack.adminUrl, WRITERS + 3), connect(target.adminUrl, WRITERS + 3)];
  const ends = [connectTo(stack.dbUrl), connectTo(target.dbUrl)];
  const [here, there] = sides as [postgres.Sql, postgres.Sql];
  try {
    const [moved, other] = (await createTenants(here, 2, 1)) as [Tenant, Tenant];
    await fill(here, moved, customers);
    const use = new Use(sides, moved, other);
    const using = use.start();
    await use.isUnderWay();
    const begin = performance.now();
    const closed = await moveAccount({
      ...{ from: ends[0]!, to: ends[1]!, account: moved.accountId },
      step: (_, run) => run(),
    });
    const took = performance.now() - begin;
    await use.isUnderWay();
    use.stop();
    await using;

    const rows = await there`
      select c.email, (cp.params ->> 'n')::integer as n
      from public.customers c join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id
      where c.account_id = ${moved.accountId} and c.email like 'writer-%'`;
    const stored = Object.fromEntries(rows.map(({ email, n }) => [email, n]));
    assert.deepEqual(stored, Object.fromEntries(use.acknowledged), 'acknowledged and not stored');
    const tags = await there`
      select tag from public.customer_tags where account_id = ${moved.accountId} order by tag`;
    assert.deepEqual(
      tags.map(({ tag }) => tag),
      use.tags.sort(),
      'tags of the member',
    );
    assert.deepEqual(
      [...use.othersOutcomes].sort(),
      ['created', 'updated'],
      'calls of another account',
    );
    return {
      customers,
      'calls acknowledged': use.calls,
      'tags acknowledged': use.tags.length,
      'calls of another account': use.othersCalls,
      'whole move, ms': Math.round(took),
      'nobody got in for, ms': closed,
      'slowest call of the account, ms': Math.round(use.slowest),
      'slowest call of another account, ms': Math.round(use.othersSlowest),
    };
  } finally {
    await Promise.all([...sides, ...ends].map((sql) => sql.end({ timeout: 1 })));
    await target.stop();
  }
}

async function fill(sql: postgres.Sql, { projects }: Tenant, customers: number): Promise<void> {
  const key_hash = hashOf(projects[0]!.apiKey);
  for (let i = 0; i < customers; i += 500) {
    const calls = Array.from({ length: 500 }, (_, j) => ({
      ...{ key_hash, email: `person-${i + j}@example.com`, name: `Person ${i + j}` },
      ...{ status: 'paid', params: { plan: 'pro', mrr: i % 90 } },
    }));
    await sql`select from ingest.identify(${JSON.stringify(calls)}::text::jsonb)`;
  }
}
