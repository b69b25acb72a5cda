import { STATUSES, type Status } from '$contract/statuses.ts';
import { unwrap, type Supabase } from '$lib/server/database.ts';
import { listProjects } from '$lib/server/projects.ts';

/** What a webhook is told. Null stands for all. */
export interface Told {
  events: string[];
  project_ids: string[] | null;
  statuses: Status[] | null;
}

/** A webhook, as list_webhooks gives it. */
export interface Webhook extends Told {
  id: string;
  kind: 'webhook' | 'slack' | 'discord';
  url: string;
  hide_emails: boolean;
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

/** What was chosen in a form with Choices. Whoever checks all projects means those to come as well. */
export async function readChoices(form: FormData, supabase: Supabase, accountId: string) {
  const all = (name: string) => form.getAll(name).map(String);
  const projects = await listProjects(supabase, accountId);
  const project_ids = all('project_ids');
  const statuses = STATUSES.filter((status) => all('statuses').includes(status));
  return {
    events: all('events'),
    // Where there is one project there is nothing to choose.
    ...(projects.length > 1 && project_ids.length < projects.length && { project_ids }),
    ...(statuses.length < STATUSES.length && { statuses }),
    hide_emails: form.has('hide_emails'),
  };
}
