import { listProjects } from '$lib/server/projects.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { customerActions } from './actions.ts';
import { requireCustomer } from './require-customer.ts';

export async function load(event) {
  const [customer, projects] = await readAsMember(event, (accountId) =>
    Promise.all([
      requireCustomer(event, accountId),
      listProjects(event.locals.supabase, accountId),
    ]),
  );
  return { customer, projects };
}

export const actions = customerActions;
