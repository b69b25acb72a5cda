import { randomUUID } from 'node:crypto';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import type { Database } from '../web/lib/database.types.ts';
import { stack, type Stack } from './stack.ts';

export type Client = SupabaseClient<Database>;

/** A signed-in user with an account of their own. */
export interface Founder {
  email: string;
  userId: string;
  accountId: string;
  client: Client;
}

/** Where the clients go: the stack that the tests share, unless another is given. */
type Api = Pick<Stack, 'apiUrl' | 'publishableKey' | 'secretKey'>;

let visitors = 0;

/** A client with nothing but the publishable key, and to Auth with an address of its own. */
export function anonymous({ apiUrl, publishableKey, secretKey }: Api = stack()): Client {
  visitors++;
  const address = `10.${process.pid % 256}.${visitors >> 8}.${visitors % 256}`;
  const signIn = /\/auth\/v1\/(signup|token)/;
  return createClient<Database>(apiUrl, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: {
      fetch(input, init) {
        if (!signIn.test(String(input))) return fetch(input, init);
        const headers = new Headers(init?.headers);
        headers.delete('authorization');
        headers.set('apikey', secretKey);
        headers.set('sb-forwarded-for', address);
        return fetch(input, { ...init, headers });
      },
    },
  });
}

/** Signs a new user up through Auth, as the dashboard does. */
export async function signUp(name = 'founder', api: Api = stack()): Promise<Founder> {
  const client = anonymous(api);
  const email = `${name}-${randomUUID()}@example.com`;
  const { data, error } = await client.auth.signUp({ email, password: randomUUID() });
  if (error) throw error;
  const { data: member } = await client
    .from('members')
    .select('account_id')
    .single()
    .throwOnError();
  return { email, userId: data.user!.id, accountId: member.account_id, client };
}

/** A user who may read another founder's account and change nothing. */
export async function signUpViewer(of: Founder): Promise<Founder> {
  const viewer = await signUp('viewer');
  const sql = connect(stack().dbUrl);
  await sql`insert into public.members (account_id, user_id, role)
    values (${of.accountId}, ${viewer.userId}, 'viewer')`;
  await sql.end();
  return { ...viewer, accountId: of.accountId };
}

/** Makes a project and a key for it. */
export async function createProject(founder: Founder, name: string) {
  const { data: project } = await founder.client
    .rpc('create_project', { account_id: founder.accountId, name })
    .throwOnError();
  const { data: keys } = await founder.client
    .rpc('create_api_key', { project_id: project.id })
    .throwOnError();
  return { id: project.id, keyId: keys[0]!.id, apiKey: keys[0]!.api_key };
}

/** A connection to the stack's database. The caller ends it. */
export function connect(url: string, connections = 1) {
  return postgres(url, { max: connections, prepare: false, onnotice() {} });
}

/** Posts to the Edge Function, or to another address of it, as any HTTP client would. */
export async function post(
  route: string,
  apiKey: string,
  body: unknown,
  address = stack().ingestUrl,
) {
  const response = await fetch(address + route, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
