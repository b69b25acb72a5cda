import { unwrap, type Supabase } from '$lib/server/database.ts';

/** A webhook, as list_webhooks gives it. */
export interface Webhook {
  id: string;
  url: string;
  events: string[];
  failing_since: string | null;
  disabled_at: string | null;
  disabled_reason: 'failing' | 'gone' | null;
  /** Until when the secret before the present one signs too. */
  previous_until: string | null;
}

/** One event for one webhook, as list_webhook_deliveries gives it. */
export interface Delivery {
  id: number;
  event_id: string;
  type: string;
  at: string;
  attempts: number;
  next_at: string | null;
  attempted_at: string | null;
  delivered_at: string | null;
  /** What was answered. Null without an answer, of which `answer` says why. */
  status: number | null;
  answer: string | null;
  took_ms: number | null;
  customer_id: string | null;
}

export async function listWebhooks(supabase: Supabase, account_id: string): Promise<Webhook[]> {
  return unwrap(await supabase.rpc('list_webhooks', { account_id })) as unknown as Webhook[];
}

/** The last 50 deliveries, the latest first. */
export async function listDeliveries(
  supabase: Supabase,
  account_id: string,
  endpoint_id: string,
): Promise<Delivery[]> {
  const found = unwrap(await supabase.rpc('list_webhook_deliveries', { account_id, endpoint_id }));
  return found as unknown as Delivery[];
}
