import { createClient } from '@supabase/supabase-js';
import { hashKey, mergeParams, type Identify } from '../merge.ts';

// identify as one would write it first: an Edge Function that reads and upserts with supabase-js.
// Less than TinyCRM promises: two calls at once for one person lose params, a late one undoes newer
// ones, and a failure in the middle leaves half a call written.

declare const Deno: { env: { get(name: string): string | undefined } };

const secretKeys = JSON.parse(Deno.env.get('SUPABASE_SECRET_KEYS')!) as { default: string };
const supabase = createClient(Deno.env.get('SUPABASE_URL')!, secretKeys.default, {
  auth: { persistSession: false, autoRefreshToken: false },
});

export default {
  async fetch(request: Request): Promise<Response> {
    const apiKey = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
    try {
      const created = await identify(apiKey, await request.json());
      return created === undefined
        ? Response.json({ error: 'unauthorized' }, { status: 401 })
        : Response.json({ created });
    } catch (error) {
      console.error(error);
      return Response.json({ error: 'failed' }, { status: 500 });
    }
  },
};

/** Whether the customer_project is new; undefined when the key is no good. */
async function identify(apiKey: string, call: Identify): Promise<boolean | undefined> {
  const now = new Date().toISOString();
  const email = call.email.trim().toLowerCase();

  const { data: key } = await supabase
    .from('api_keys')
    .select('account_id, project_id')
    .eq('hash', `\\x${await hashKey(apiKey)}`)
    .is('revoked_at', null)
    .maybeSingle()
    .throwOnError();
  if (!key) return undefined;
  const { account_id, project_id } = key;

  const { data: known } = await supabase
    .from('customers')
    .select('id, name')
    .eq('account_id', account_id)
    .eq('email', email)
    .maybeSingle()
    .throwOnError();
  let customer_id = known?.id as string | undefined;
  if (!customer_id || (call.name && call.name !== known?.name)) {
    const row = { account_id, email, name: call.name ?? known?.name, first_seen_at: now };
    const { data } = await supabase
      .from('customers')
      .upsert(row, { onConflict: 'account_id,email' })
      .select('id')
      .single()
      .throwOnError();
    customer_id = data.id as string;
  }

  const customerProject = { account_id, customer_id, project_id };
  const { data: before } = await supabase
    .from('customer_projects')
    .select('status, params, first_seen_at')
    .match(customerProject)
    .maybeSingle()
    .throwOnError();
  await supabase
    .from('customer_projects')
    .upsert({
      ...customerProject,
      status: call.status ?? before?.status ?? 'free',
      status_at: now,
      params: mergeParams(before?.params ?? {}, call.params),
      params_at: {},
      first_seen_at: before?.first_seen_at ?? now,
      last_activity_at: now,
    })
    .throwOnError();
  await supabase
    .from('customer_activity')
    .upsert({ account_id, customer_id, last_activity_at: now })
    .throwOnError();
  return !before;
}
