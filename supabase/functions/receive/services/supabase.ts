import { z } from 'zod';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifySecret } from '../signatures.ts';
import type { Service, Value } from '../service.ts';

const metadata = z.record(z.string(), z.unknown()).nullish();
const time = z.string().nullish();
const user = z.object({
  id: z.string(),
  email: z.string().nullish(),
  created_at: time,
  updated_at: time,
  last_sign_in_at: time,
  email_confirmed_at: time,
  deleted_at: time,
  is_anonymous: z.boolean().nullish(),
  raw_app_meta_data: metadata,
  raw_user_meta_data: metadata,
});
const change = z.object({
  type: z.enum(['INSERT', 'UPDATE', 'DELETE']),
  schema: z.string(),
  table: z.string(),
  record: z.unknown(),
  old_record: z.unknown(),
});

/** https://supabase.com/docs/guides/database/webhooks on auth.users. */
export const supabase: Service = {
  ...SERVICE_FIELDS.supabase,
  types: ['INSERT', 'UPDATE', 'DELETE'].map((what) => `auth.users ${what}`),

  verify: (delivery, secret) => verifySecret(delivery, secret, 'x-tinycrm-secret'),

  read({ text, digest, now }) {
    const { type, schema, table, record, old_record } = change.parse(JSON.parse(text));
    const event = `${schema}.${table} ${type}`;
    if (schema !== 'auth' || table !== 'users') {
      return { eventId: '', type: event, ignored: 'Only the auth.users table is used.' };
    }
    // A row may change without a new updated_at, so that the change is known by all it says.
    const known = { eventId: digest, type: event };
    const row = user.parse(type === 'DELETE' ? old_record : record);
    if (type === 'DELETE' || row.deleted_at) {
      const before = type === 'INSERT' ? row : user.parse(old_record);
      // Auth puts a hash in the place of the email of whom it deletes and keeps.
      const email = before.deleted_at ? undefined : (before.email ?? undefined);
      const at = row.deleted_at ?? now;
      return { ...known, at, externalId: row.id, email, word: 'deleted' };
    }
    if (!row.email) return { ...known, ignored: 'This user has no email.' };
    const common = { ...known, externalId: row.id, email: row.email };
    return {
      ...common,
      at: row.updated_at ?? row.created_at ?? now,
      name: nameIn(row.raw_user_meta_data),
      word: type === 'INSERT' ? 'signed up' : undefined,
      seenAt: row.last_sign_in_at ?? (type === 'INSERT' ? (row.created_at ?? now) : undefined),
      fields: {
        provider: (row.raw_app_meta_data?.provider as Value | undefined) ?? null,
        confirmed: Boolean(row.email_confirmed_at),
        user: row.id,
        ...ownFields('app_metadata.', row.raw_app_meta_data),
        ...ownFields('user_metadata.', row.raw_user_meta_data),
      },
    };
  },
};

/** The names under which sign-in providers put a name. */
export function nameIn(own: Record<string, unknown> | null | undefined): string | undefined {
  const names = [own?.full_name, own?.name, own?.user_name];
  return names.find((name) => typeof name === 'string' && name.trim() !== '') as string | undefined;
}
