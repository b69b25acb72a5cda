import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';
import { recordExport } from '$lib/server/record-export.ts';
import { requireCustomer } from '../require-customer.ts';

/** All that is stored about the customer, as a JSON file to hand to them. */
export async function GET(event) {
  const { account } = await requireMember(event);
  const [customer, projects] = await Promise.all([
    requireCustomer(event, account.id),
    listProjects(event.locals.supabase, account.id),
  ]);
  await recordExport(event.locals.supabase, account.id, 'json', 1);
  const body = JSON.stringify(
    { exported_at: new Date(), ...customer, project_names: names(projects) },
    null,
    2,
  );
  return new Response(body, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${customer.email.replace(/[^\w@.+-]/g, '_')}.json"`,
      'cache-control': 'private, no-store',
    },
  });
}

function names(projects: { id: string; name: string }[]): Record<string, string> {
  return Object.fromEntries(projects.map(({ id, name }) => [id, name]));
}
