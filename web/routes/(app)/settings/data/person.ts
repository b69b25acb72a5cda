import { unwrap, type Supabase } from '$lib/server/database.ts';
import { typedEmail } from '$contract/typed-email.ts';

/** Somebody who asked for their data, or for an end of it. */
export interface Person {
  id: string;
  email: string;
  name: string | null;
  /** The names of the projects they are in. */
  projects: string[];
}

/** The customer with this email, as a product would send it; null when there is none. */
export async function findPerson(
  supabase: Supabase,
  accountId: string,
  typed: string,
): Promise<Person | null> {
  const [found] = unwrap(
    await supabase
      .from('customers')
      .select('id, email, name')
      .eq('account_id', accountId)
      .eq('email', typedEmail(typed)),
  );
  if (!found) return null;
  const [customerProjects, projects] = await Promise.all([
    supabase
      .from('customer_projects')
      .select('project_id')
      .eq('account_id', accountId)
      .eq('customer_id', found.id),
    supabase.from('projects').select('id, name').eq('account_id', accountId).order('name'),
  ]);
  const mine = new Set(unwrap(customerProjects).map(({ project_id }) => project_id));
  const theirs = unwrap(projects).filter(({ id }) => mine.has(id));
  return { ...found, projects: theirs.map(({ name }) => name) };
}
