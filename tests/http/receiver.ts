import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { expect } from 'vitest';
import type { Sql } from 'postgres';
import { createProject, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

const SECRET = 'whsec_0123456789abcdef';
const SVIX_KEY = Buffer.from(SECRET.replace('whsec_', ''), 'base64');
const stripe = new Stripe('sk_test_1');

/** What a service sends: the body itself, or the body with the headers that WooCommerce adds. */
export type Delivery = Record<string, unknown> & {
  topic?: string;
  delivery?: string;
  body?: unknown;
};

const hmac = (text: string, encoding: 'hex' | 'base64') =>
  createHmac('sha256', SECRET).update(text).digest(encoding);

const SIGN: Record<string, (payload: string, delivery: Delivery) => Record<string, string>> = {
  stripe: (payload) => ({
    'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET }),
  }),
  paddle: (payload) => {
    const ts = Math.floor(Date.now() / 1000);
    return { 'paddle-signature': `ts=${ts};h1=${hmac(`${ts}:${payload}`, 'hex')}` };
  },
  lemon_squeezy: (payload) => ({ 'x-signature': hmac(payload, 'hex') }),
  woocommerce: (payload, { topic, delivery }) => ({
    'x-wc-webhook-topic': topic!,
    'x-wc-webhook-delivery-id': delivery!,
    'x-wc-webhook-signature': hmac(payload, 'base64'),
  }),
  clerk: (payload) => {
    const [id, time] = [`msg_${crypto.randomUUID()}`, Math.floor(Date.now() / 1000)];
    const mac = createHmac('sha256', SVIX_KEY).update(`${id}.${time}.${payload}`).digest('base64');
    return { 'svix-id': id, 'svix-timestamp': String(time), 'svix-signature': `v1,${mac}` };
  },
  supabase: () => ({ 'x-tinycrm-secret': SECRET }),
};

/** A receiver of a project of its own, to which one delivers as the service does. */
export async function openReceiver(founder: Founder, service: string, sql: Sql) {
  const { id: projectId, apiKey } = await createProject(
    founder,
    `${service} ${crypto.randomUUID()}`,
  );
  const { data } = await founder.client
    .rpc('create_receiver', { project_id: projectId, service, secret: SECRET })
    .throwOnError();
  const receiverId = data[0]!.id;
  return {
    receiverId,
    apiKey,
    /** Resolves with what became of each. */
    async deliver(deliveries: Delivery[]) {
      const outcomes: unknown[] = [];
      for (const delivery of deliveries) {
        const payload = JSON.stringify(delivery.body ?? delivery);
        const response = await fetch(
          `${stack().apiUrl}/functions/v1/receive/${service}/${receiverId}`,
          { method: 'POST', body: payload, headers: SIGN[service]!(payload, delivery) },
        );
        expect(response.status).toBe(200);
        outcomes.push(((await response.json()) as { outcome: string }).outcome);
      }
      return outcomes;
    },
    /** What a founder reads beside the last delivery. */
    async lastDetail() {
      const [row] = await sql`
        select detail from public.receiver_deliveries
        where account_id = ${founder.accountId} and receiver_id = ${receiverId} order by id desc limit 1`;
      return row!.detail as string | null;
    },
    /** Who is in the project, by email; or only who has an email that ends with this. */
    people: (end = '') => sql`
      select c.email, c.name, cp.status, cp.params, cp.last_activity_at from public.customer_projects cp
      join public.customers c on c.account_id = cp.account_id and c.id = cp.customer_id
      where cp.account_id = ${founder.accountId} and cp.project_id = ${projectId}
        and right(c.email, ${end.length}) = ${end} order by c.email`,
  };
}
