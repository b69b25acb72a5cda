import { createHash, randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { actAs, createTenants, type Tenant } from '../soak/tenants.ts';

export const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** Sends one call as the Edge Function does. Resolves with its outcome. */
export async function identify(
  sql: postgres.Sql,
  apiKey: string,
  call: { email: string; status?: string; params?: object },
): Promise<string> {
  const calls = [{ key_hash: hashOf(apiKey), params: {}, ...call }];
  const [row] = await sql`
    select outcome from ingest.identify(${JSON.stringify(calls)}::text::jsonb)`;
  return row!.outcome as string;
}

export type WholeAccount = Tenant & { viewerId: string };

/** A new account that has every kind of row, and a viewer. `admin`: the superuser. */
export async function createWholeAccount(admin: postgres.Sql): Promise<WholeAccount> {
  const [tenant] = (await createTenants(admin, 1, 1)) as [Tenant];
  const { accountId, userId, projects } = tenant;
  const [project] = projects as [Tenant['projects'][0]];
  const viewerId = randomUUID();
  await admin`insert into auth.users (id, email) values (${viewerId}, ${`${viewerId}@example.com`})`;
  await admin`
    insert into public.members (account_id, user_id, role, email)
    values (${accountId}, ${viewerId}, 'viewer', ${`${viewerId}@example.com`})`;
  await admin`
    insert into private.indexed_params (account_id, key, is_ready, begins_after)
    values (${accountId}, 'mrr', true, pg_current_xact_id())`;
  for (const status of ['trial', 'paid']) {
    const params = { mrr: 29, note: 'a\\b\u2028c\t"' };
    await identify(admin, project.apiKey, { email: 'pat@example.com', status, params });
  }
  const [receiverId, webhookId] = await actAs(admin, userId, async (sql) => {
    const [{ id }] = (await sql`
      select id from public.customers where account_id = ${accountId}`) as unknown as [
      { id: string },
    ];
    await sql`select public.add_note(${accountId}, ${id}, 'Called, and wants \\N')`;
    await sql`select public.tag_customers(${accountId}, 'vip', array[${id}::uuid], ${randomUUID()})`;
    await sql`select public.save_view(${accountId}, 'Paid', 'status=paid')`;
    await sql`select public.set_notifications(${accountId}, true, false)`;
    await sql`select public.invite_member(${accountId}, ${`invited-${accountId}@example.com`}, 'viewer')`;
    await sql`
      select public.import_customers(
        (public.start_import(${project.id}, 'people.csv', ${hashOf('people')}, 1, '{}')).id, 0,
        '[{"email": "bo@example.com"}]')`;
    await sql`select public.create_read_key(${accountId}, 'report', array[${project.id}::uuid])`;
    await sql`
      select public.create_feed(${accountId}, v.id) from public.views v where v.account_id = ${accountId}`;
    const [receiver] = await sql`
      select id from public.create_receiver(${project.id}, 'clerk', ${`whsec_${btoa('x'.repeat(24))}`})`;
    const [webhook] = await sql`
      select id from public.create_webhook(${accountId}, 'https://example.com', '{customer.created}')`;
    return [receiver!.id as string, webhook!.id as string] as const;
  });
  const event = {
    event_id: 'msg_1',
    event_type: 'user.created',
    at: '2025-01-01T00:00:00Z',
    external_id: 'user_1',
    email: 'cy@example.com',
  };
  await admin`select ingest.receive(${receiverId}, ${JSON.stringify(event)}::text::jsonb)`;
  const refusal = { kind: 'identify', code: 'validation_failed', pointer: '', detail: 'No.' };
  const refusals = [{ key_hash: hashOf(project.apiKey), ...refusal, status: 422, count: 1 }];
  await admin`select ingest.report_refusals(${JSON.stringify(refusals)}::text::jsonb)`;
  // The event beside it is of the customer that the receiver told of.
  await admin`
    insert into private.webhook_deliveries (account_id, endpoint_id, event_id, type, at)
    values (${accountId}, ${webhookId}, ${randomUUID()}, 'webhook.test', now())`;
  await admin`
    insert into private.notifications_sent (account_id, user_id, kind, period)
    values (${accountId}, ${userId}, 'weekly_summary', '2026-11-23')`;
  await admin`
    insert into private.overview_snapshots (account_id, mrr_param, counted_at, took_ms, figures, sums)
    values (${accountId}, 'seats', now(), 1, '{}', private.mrr_sums(${accountId}))`;
  return { ...tenant, viewerId };
}
