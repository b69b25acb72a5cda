import { error } from '@sveltejs/kit';
import { getCustomer } from '$lib/server/customers.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function load(event) {
  const { account } = await requireMember(event);
  const { supabase } = event.locals;
  const notFound = { message: 'This customer does not exist, or belongs to another account.' };
  if (!UUID.test(event.params.id)) error(404, notFound);

  const [customer, projects] = await Promise.all([
    getCustomer(supabase, account.id, event.params.id),
    listProjects(supabase, account.id),
  ]);
  if (!customer) error(404, notFound);
  return { customer, projects };
}
