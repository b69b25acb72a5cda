import { z } from 'zod';
import { ownFields } from '../own-fields.ts';
import { verifySecret } from '../signatures.ts';
import type { Source, Value } from '../source.ts';

const metadata = z.record(z.string(), z.unknown()).nullish();
const time = z.string().nullish();
const user = z.object({
  id: z.string(),
  email: z.string().nullish(),
  created_at: time,
  updated_at: time,
  last_sign_in_at: time,
  email_confirmed_at: time,
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
export const supabase: Source = {
  statuses: { 'signed up': null, deleted: 'churned' },
  params: { provider: null, confirmed: null, user: null },
  own: ['app_metadata.', 'user_metadata.'],

  verify: (delivery, secret) => verifySecret(delivery, secret, 'x-tinycrm-secret'),

  read({ text, now }) {
    const { type, schema, table, record, old_record } = change.parse(JSON.parse(text));
    const event = `${schema}.${table} ${type}`;
    if (schema !== 'auth' || table !== 'users') {
      return { eventId: '', type: event, ignored: 'Only the table auth.users is read.' };
    }
    const row = user.parse(type === 'DELETE' ? old_record : record);
    const changedAt = row.updated_at ?? row.created_at;
    const eventId = `${row.id}/${type}/${changedAt}`;
    if (!row.email) return { eventId, type: event, ignored: 'This user has no email.' };
    const common = { eventId, type: event, externalId: row.id, email: row.email };
    if (type === 'DELETE') return { ...common, at: now, word: 'deleted' };
    return {
      ...common,
      at: changedAt ?? now,
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
  const name = own?.full_name ?? own?.name ?? own?.user_name;
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}
