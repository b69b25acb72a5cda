import { TinyCRM } from 'tinycrm-sdk';

/** What the trigger sends: the part that is needed of what a database webhook sends. */
interface Change {
  type: 'INSERT' | 'UPDATE' | 'DELETE';
  record: User | null;
  old_record: User | null;
}
interface User {
  email: string | null;
  raw_user_meta_data: { name?: string; full_name?: string } | null;
  last_sign_in_at: string | null;
}

declare const EdgeRuntime: { waitUntil(promise: Promise<unknown>): void } | undefined;

const crm = new TinyCRM({
  apiKey: Deno.env.get('TINYCRM_KEY'),
  baseUrl: Deno.env.get('TINYCRM_URL'),
  waitUntil: (promise) => typeof EdgeRuntime !== 'undefined' && EdgeRuntime.waitUntil(promise),
  onError: (error) => console.warn('TinyCRM:', error.code, error.message),
});
const secret = Deno.env.get('WEBHOOK_SECRET');

/** A webhook on auth.users: who signs up is identified, who signs in is active. */
async function handle(request: Request): Promise<Response> {
  // Without a secret anybody who finds the address could write to your table.
  if (!secret || request.headers.get('x-webhook-secret') !== secret) {
    return new Response('Set x-webhook-secret to WEBHOOK_SECRET.', { status: 401 });
  }
  const { type, record, old_record }: Change = await request.json();
  if (!record?.email) return new Response('Nobody to tell about.');

  const name = record.raw_user_meta_data?.full_name ?? record.raw_user_meta_data?.name;
  if (type === 'INSERT') {
    crm.identify({ email: record.email, name, status: 'free', params: { source: 'supabase' } });
  } else if (record.last_sign_in_at !== old_record?.last_sign_in_at) {
    crm.ping(record.email);
  }
  return new Response('ok');
}

export default { fetch: handle };
