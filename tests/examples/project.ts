import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createProject, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

/** A founder with one project, which the examples write to. */
export interface Project {
  founder: Founder;
  /** What an example is told by its environment. */
  env: { TINYCRM_KEY: string; TINYCRM_URL: string };
}

export async function makeProject(): Promise<Project> {
  const founder = await signUp('examples');
  const { apiKey } = await createProject(founder, 'Example');
  return { founder, env: { TINYCRM_KEY: apiKey, TINYCRM_URL: stack().ingestUrl } };
}

/** What TinyCRM knows of somebody, or null. */
export async function customer({ founder }: Project, email: string) {
  const { data } = await founder.client
    .from('customers')
    .select('name, customer_projects (status, params, last_activity_at)')
    .eq('email', email)
    .maybeSingle()
    .throwOnError();
  return data && { name: data.name, ...data.customer_projects[0]! };
}

/** Somebody whom nobody knows yet. */
export function newEmail(): string {
  return `${randomUUID()}@example.com`;
}

/** Where an example is. */
export function folder(name: string): string {
  return resolve('examples', name);
}
