import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';
import { customerActions } from './actions.ts';
import { requireCustomer } from './require-customer.ts';

export async function load(event) {
  const { account } = await requireMember(event);
  const [customer, projects] = await Promise.all([
    requireCustomer(event),
    listProjects(event.locals.supabase, account.id),
  ]);
  return { customer, projects };
}

export const actions = customerActions;
