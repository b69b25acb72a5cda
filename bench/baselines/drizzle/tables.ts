import { customType, jsonb, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

// The product's own tables as Drizzle sees them, as far as identify needs them.

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });
const customerStatus = pgEnum('customer_status', ['free', 'trial', 'paid', 'churned']);

export const apiKeys = pgTable('api_keys', {
  accountId: uuid('account_id').notNull(),
  projectId: uuid('project_id').notNull(),
  hash: bytea('hash').notNull(),
  revokedAt: time('revoked_at'),
});

export const customers = pgTable('customers', {
  accountId: uuid('account_id').notNull(),
  id: uuid('id').notNull().defaultRandom(),
  email: text('email').notNull(),
  name: text('name'),
  firstSeenAt: time('first_seen_at').notNull(),
});

export const customerActivity = pgTable('customer_activity', {
  accountId: uuid('account_id').notNull(),
  customerId: uuid('customer_id').notNull(),
  lastActivityAt: time('last_activity_at').notNull(),
});

export const customerProjects = pgTable('customer_projects', {
  accountId: uuid('account_id').notNull(),
  customerId: uuid('customer_id').notNull(),
  projectId: uuid('project_id').notNull(),
  status: customerStatus('status').notNull(),
  statusAt: time('status_at').notNull(),
  params: jsonb('params').$type<Record<string, unknown>>().notNull(),
  paramsAt: jsonb('params_at').notNull(),
  firstSeenAt: time('first_seen_at').notNull(),
  lastActivityAt: time('last_activity_at').notNull(),
});
