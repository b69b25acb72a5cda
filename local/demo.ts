import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Backend } from './backend.ts';
import { customerTable, type Customer } from './customer-table.ts';
import { Failure } from './failure.ts';
import { loadPrivateJson, randomSecret, savePrivateJson } from './keys.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

/** The account that a first look at TinyCRM needs. It is kept, in the open, in a file of mode 0600. */
export interface Demo {
  email: string;
  password: string;
  /** Project name to API key. */
  apiKeys: Record<string, string>;
  hasRunExample: boolean;
}

const PROJECTS = ['Product A', 'Product B'] as const;

/** The demo kept in `file`, or a new one that does not exist in the database yet. */
export function loadDemo(file: string): Demo {
  // Kept before it is used, so that an interrupted start can be taken up again.
  return (
    loadPrivateJson<Demo>(file) ??
    savePrivateJson(file, {
      email: 'demo@tinycrm.local',
      password: randomSecret(12),
      apiKeys: {},
      hasRunExample: false,
    })
  );
}

/**
 * Makes what is missing of the demo, runs the example, and resolves with the merged customer as
 * text. Everything goes through the real APIs, as a founder's own first steps would.
 */
export async function runDemo(
  demo: Demo,
  file: string,
  processes: Processes,
  backend: Backend,
  publishableKey: string,
): Promise<string> {
  const client = await signIn(demo, backend.apiUrl, publishableKey);
  const [account] = await answer(client.from('accounts').select('id'));
  if (!account) throw new Failure('The demo founder has no account: start again with --fresh.');
  const accountId: string = account.id;

  await makeProjects(demo, file, client, accountId);
  await runExample(demo, processes, backend.ingestUrl);
  savePrivateJson(file, Object.assign(demo, { hasRunExample: true }));

  const customers: Customer[] = await answer(
    client.rpc('search_customers', { account_id: accountId }),
  );
  const projects = await answer(client.from('projects').select('id, name'));
  return customerTable(customers, new Map(projects.map(({ id, name }) => [id, name])));
}

async function signIn(
  { email, password }: Demo,
  apiUrl: string,
  publishableKey: string,
): Promise<SupabaseClient> {
  const client = createClient(apiUrl, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const known = await client.auth.signInWithPassword({ email, password });
  if (!known.error) return client;
  const { error } = await client.auth.signUp({
    email,
    password,
    options: { data: { account_name: 'Demo' } },
  });
  if (error) throw new Failure(`The demo founder ${email} could not sign up: ${error.message}`);
  return client;
}

async function makeProjects(
  demo: Demo,
  file: string,
  client: SupabaseClient,
  accountId: string,
): Promise<void> {
  const projects = await answer(client.from('projects').select('id, name'));
  for (const name of PROJECTS) {
    if (demo.apiKeys[name]) continue;
    const project =
      projects.find((existing) => existing.name === name) ??
      (await answer(client.rpc('create_project', { account_id: accountId, name })));
    const [key] = await answer(client.rpc('create_api_key', { project_id: project.id }));
    demo.apiKeys[name] = key.api_key;
    savePrivateJson(file, demo);
  }
}

/** The README's own example, in a process of its own, as a product's backend would be. */
function runExample({ apiKeys }: Demo, processes: Processes, ingestUrl: string): Promise<void> {
  return processes.run({
    name: 'examples/two-products.ts',
    command: process.execPath,
    args: [join(projectRoot, 'examples', 'two-products.ts')],
    env: {
      ...process.env,
      TINYCRM_URL: ingestUrl,
      PRODUCT_A_KEY: apiKeys['Product A'],
      PRODUCT_B_KEY: apiKeys['Product B'],
    },
  });
}

/** The data of a supabase-js answer. Throws its error. */
async function answer<T>(request: PromiseLike<{ data: T; error: Error | null }>) {
  const { data, error } = await request;
  if (error) throw error;
  return data as NonNullable<T>;
}
