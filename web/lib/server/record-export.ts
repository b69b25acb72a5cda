import { env } from '$env/dynamic/private';
import { unwrap, type Supabase } from './database.ts';

type Format = 'csv' | 'json' | 'emails';

/** Writes into the audit log how many customers this server gave to a member to take with them. */
export async function recordExport(
  supabase: Supabase,
  account_id: string,
  format: Format,
  customers: number,
): Promise<void> {
  const secret = env.CRON_SECRET;
  unwrap(await supabase.rpc('record_export', { account_id, format, customers, secret }));
}

/** Throws the page error of who could not be recorded afterward, when nothing of the file is read yet. */
export async function requireExportRight(supabase: Supabase, account_id: string): Promise<void> {
  const secret = env.CRON_SECRET;
  unwrap(await supabase.rpc('record_export', { account_id, format: 'csv', secret }));
}
