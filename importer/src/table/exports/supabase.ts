import type { ColumnUse } from '../mapping.ts';
import { fixedExport } from './known-export.ts';

const INTERNAL = [
  ...['instance_id', 'aud', 'role', 'is_super_admin', 'is_sso_user', 'is_anonymous'],
  ...['encrypted_password', 'confirmation_token', 'recovery_token', 'reauthentication_token'],
  ...['email_change', 'email_change_token_new', 'email_change_token_current'],
  ...['email_change_confirm_status', 'phone_change', 'phone_change_token', 'invited_at'],
  ...['confirmation_sent_at', 'recovery_sent_at', 'email_change_sent_at', 'phone_change_sent_at'],
  ...['reauthentication_sent_at', 'confirmed_at', 'email_confirmed_at', 'phone_confirmed_at'],
  ...['raw_app_meta_data', 'raw_user_meta_data', 'updated_at'],
];

/** The table auth.users, from the table editor. */
export const supabase = fixedExport({
  service: 'Supabase',
  signs: [['instance_id', 'aud', 'email', 'raw_user_meta_data']],
  uses: {
    ...Object.fromEntries(INTERNAL.map((column): [string, ColumnUse['use']] => [column, 'skip'])),
    email: 'email',
    created_at: 'created',
    last_sign_in_at: 'seen',
  },
  note: 'Names are in raw_user_meta_data, which is skipped. To import them, run npx tinycrm-import on the database with --table auth.users.',
});
