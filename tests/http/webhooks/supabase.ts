import type { Delivery } from '../receiver.ts';
import type { Kind } from './kind.ts';

const row = (email: string | null, id: string, more: object = {}) => ({
  ...{ instance_id: '00000000-0000-0000-0000-000000000000', id, aud: 'authenticated', email },
  ...{
    role: 'authenticated',
    phone: null,
    is_anonymous: false,
    deleted_at: null,
    banned_until: null,
  },
  ...{
    created_at: '2026-05-01T08:00:00.123456+00:00',
    updated_at: '2026-05-01T08:00:00.123456+00:00',
  },
  ...{ last_sign_in_at: null, email_confirmed_at: null, is_sso_user: false },
  ...{
    raw_app_meta_data: { provider: 'email', providers: ['email'] },
    raw_user_meta_data: { name: 'Ada' },
  },
  ...more,
});
const change = (
  type: string,
  record: object | null,
  old_record: object | null = null,
): Delivery => ({
  ...{ type, schema: 'auth', table: 'users', record, old_record },
});

export const supabase: Kind[] = [
  {
    is: 'who is anonymous is nobody yet',
    deliveries: (ada) => [
      change('INSERT', row(null, ada, { is_anonymous: true })),
      change('UPDATE', row(ada, ada), row(null, ada, { is_anonymous: true })),
    ],
    outcome: ['ignored', 'created'],
    status: 'free',
    name: 'Ada',
  },
  {
    is: 'who signs up by phone has an email of no letters',
    deliveries: (ada) => [change('INSERT', row('', ada, { phone: '15550100' }))],
    outcome: 'ignored',
    detail: /no email/,
  },
  {
    is: 'who is deleted has churned',
    deliveries: (ada) => [change('INSERT', row(ada, ada)), change('DELETE', null, row(ada, ada))],
    status: 'churned',
  },
  {
    is: 'a changed address is a new person',
    deliveries: (ada) => [
      change('INSERT', row(`old.${ada}`, ada)),
      change(
        'UPDATE',
        row(ada, ada, { updated_at: '2026-06-01T08:00:00+00:00' }),
        row(`old.${ada}`, ada),
      ),
    ],
    status: 'free',
    others: { old: 'free' },
  },
];
