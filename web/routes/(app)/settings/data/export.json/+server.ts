import { datedName, download } from '$lib/server/download.ts';
import { exportAccount } from '$lib/server/export-account.ts';
import { requireMember } from '$lib/server/member.ts';
import { createReader } from '$lib/server/reader.ts';

/** The whole account as a JSON file that is written while it is read. */
export async function GET(event) {
  const { account } = await requireMember(event);
  return download(exportAccount(await createReader(event), account), {
    name: datedName('tinycrm', 'json'),
    type: 'application/json',
  });
}
