import { and, eq, isNull, sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { hashKey, mergeParams, type Identify } from '../merge.ts';
import { apiKeys, customerActivity, customerProjects, customers } from './tables.ts';

type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0];

/**
 * identify in application code: locks the customer, merges, writes, in one transaction. Whether the
 * customer_project is new; undefined when the key is no good. A late call may undo a newer one.
 */
export async function identify(
  db: PostgresJsDatabase,
  apiKey: string,
  call: Identify,
): Promise<boolean | undefined> {
  const now = new Date().toISOString();
  const [key] = await db
    .select({ accountId: apiKeys.accountId, projectId: apiKeys.projectId })
    .from(apiKeys)
    .where(
      and(eq(apiKeys.hash, Buffer.from(await hashKey(apiKey), 'hex')), isNull(apiKeys.revokedAt)),
    );
  if (!key) return undefined;
  const { accountId, projectId } = key;
  const email = call.email.trim().toLowerCase();

  return db.transaction(async (tx) => {
    let found = await findAndLock(tx, accountId, projectId, email);
    if (!found) {
      await tx
        .insert(customers)
        .values({ accountId, email, name: call.name, firstSeenAt: now })
        .onConflictDoNothing();
      found = await findAndLock(tx, accountId, projectId, email);
    }
    const { customerId, name, status, params } = found!;
    const customerProject = {
      status: call.status ?? status ?? 'free',
      statusAt: now,
      params: mergeParams(params ?? {}, call.params),
      lastActivityAt: now,
    };
    // Sent together: one round trip for all of them.
    await Promise.all([
      ...(call.name !== undefined && call.name !== name
        ? [
            tx
              .update(customers)
              .set({ name: call.name })
              .where(and(eq(customers.accountId, accountId), eq(customers.id, customerId))),
          ]
        : []),
      tx
        .insert(customerProjects)
        .values({
          ...customerProject,
          accountId,
          customerId,
          projectId,
          paramsAt: {},
          firstSeenAt: now,
        })
        .onConflictDoUpdate({
          target: [
            customerProjects.accountId,
            customerProjects.customerId,
            customerProjects.projectId,
          ],
          set: customerProject,
        }),
      tx
        .insert(customerActivity)
        .values({ accountId, customerId, lastActivityAt: now })
        .onConflictDoUpdate({
          target: [customerActivity.accountId, customerActivity.customerId],
          set: { lastActivityAt: sql`excluded.last_activity_at` },
        }),
    ]);
    return status === null;
  });
}

/** The customer's row is the lock; what the project knows of them comes with it. */
async function findAndLock(tx: Transaction, accountId: string, projectId: string, email: string) {
  const [found] = await tx
    .select({
      customerId: customers.id,
      name: customers.name,
      status: customerProjects.status,
      params: customerProjects.params,
    })
    .from(customers)
    .leftJoin(
      customerProjects,
      and(
        eq(customerProjects.accountId, customers.accountId),
        eq(customerProjects.customerId, customers.id),
        eq(customerProjects.projectId, projectId),
      ),
    )
    .where(and(eq(customers.accountId, accountId), eq(customers.email, email)))
    .for('update', { of: customers });
  return found;
}
