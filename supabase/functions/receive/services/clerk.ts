import { z } from 'zod';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifyStandard } from '../signatures.ts';
import type { Service } from '../service.ts';
import { BILLING_TYPES, readBilling } from './clerk-billing.ts';

const metadata = z.record(z.string(), z.unknown()).nullish();
const user = z.object({
  id: z.string(),
  email_addresses: z.array(z.object({ id: z.string(), email_address: z.string() })),
  primary_email_address_id: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  username: z.string().nullish(),
  created_at: z.number(),
  updated_at: z.number(),
  last_active_at: z.number().nullish(),
  last_sign_in_at: z.number().nullish(),
  public_metadata: metadata,
  unsafe_metadata: metadata,
});
const session = z.object({ user_id: z.string(), created_at: z.number() });
const event = z.object({ type: z.string(), timestamp: z.number().optional(), data: z.unknown() });

/** https://clerk.com/docs/webhooks/overview */
export const clerk: Service = {
  ...SERVICE_FIELDS.clerk,
  types: ['user.created', 'user.updated', 'user.deleted', 'session.created', ...BILLING_TYPES],

  verify: (delivery, secret) => verifyStandard(delivery, secret, 'svix'),

  read({ headers, text, now }) {
    const { type, timestamp, data } = event.parse(JSON.parse(text));
    const common = { eventId: headers.get('svix-id') ?? '', type };
    if (BILLING_TYPES.includes(type)) return readBilling(common, timestamp, now, data);
    switch (type) {
      case 'user.created':
      case 'user.updated': {
        const object = user.parse(data);
        const [first] = object.email_addresses;
        const address =
          object.email_addresses.find(({ id }) => id === object.primary_email_address_id) ?? first;
        const last = Math.max(object.last_active_at ?? 0, object.last_sign_in_at ?? 0);
        return {
          ...common,
          at: type === 'user.created' ? object.created_at : object.updated_at,
          externalId: object.id,
          email: address?.email_address || undefined,
          name: [object.first_name, object.last_name].filter(Boolean).join(' ') || undefined,
          word: type === 'user.created' ? 'signed up' : undefined,
          seenAt: last || (type === 'user.created' ? object.created_at : undefined),
          fields: {
            username: object.username ?? null,
            user: object.id,
            ...ownFields('public_metadata.', object.public_metadata),
            ...ownFields('unsafe_metadata.', object.unsafe_metadata),
          },
        };
      }
      case 'user.deleted': {
        const { id } = z.object({ id: z.string() }).parse(data);
        return {
          ...common,
          at: timestamp ?? now,
          externalId: id,
          word: 'deleted',
          endsSubscriptions: true,
        };
      }
      case 'session.created': {
        const { user_id, created_at } = session.parse(data);
        return { ...common, at: created_at, externalId: user_id, seenAt: created_at };
      }
      default:
        return { ...common, ignored: 'This event type isn’t about a customer.' };
    }
  },
};
