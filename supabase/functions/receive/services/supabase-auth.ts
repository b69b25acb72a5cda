import { z } from 'zod';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifyStandard } from '../signatures.ts';
import type { Service, Value } from '../service.ts';
import { nameIn } from './supabase.ts';

const metadata = z.record(z.string(), z.unknown()).nullish();
const signUp = z.object({
  metadata: z.object({ time: z.string().optional(), name: z.string() }).optional(),
  user: z.object({
    id: z.string().nullish(),
    email: z.string().nullish(),
    app_metadata: metadata,
    user_metadata: metadata,
  }),
});
const token = z.object({
  user_id: z.string(),
  claims: z.object({
    email: z.string().nullish(),
    app_metadata: metadata,
    user_metadata: metadata,
  }),
});

/** https://supabase.com/docs/guides/auth/auth-hooks: before a user is created, and custom access token. */
export const supabaseAuth: Service = {
  ...SERVICE_FIELDS.supabase_auth,
  types: ['before-user-created', 'custom-access-token'],

  verify: (delivery, secret) => verifyStandard(delivery, secret, 'webhook'),

  read({ headers, text, now }) {
    const eventId = headers.get('webhook-id') ?? '';
    const body: unknown = JSON.parse(text);
    if (isToken(body)) {
      const { user_id, claims } = token.parse(body);
      const type = 'custom-access-token';
      if (!claims.email) return { eventId, type, ignored: 'This user has no email.' };
      const reading = { eventId, type, at: now, seenAt: now, externalId: user_id };
      return {
        ...reading,
        email: claims.email,
        ...about(claims.app_metadata, claims.user_metadata),
      };
    }
    const { metadata: hook, user } = signUp.parse(body);
    const type = hook?.name ?? 'before-user-created';
    if (!user.email) return { eventId, type, ignored: 'This user has no email.' };
    const at = hook?.time ?? now;
    return {
      ...{ eventId, type, at, seenAt: at, word: 'signed up' },
      externalId: user.id ?? undefined,
      email: user.email,
      ...about(user.app_metadata, user.user_metadata),
    };
  },

  // Auth goes on with the claims that it is answered, and with a sign-up that nothing objects to.
  answer(text) {
    try {
      const body: unknown = JSON.parse(text);
      return isToken(body) ? { claims: body.claims } : {};
    } catch {
      return {};
    }
  },
};

function isToken(body: unknown): body is { claims: unknown } {
  return typeof body === 'object' && body !== null && 'claims' in body;
}

function about(
  app: Record<string, unknown> | null | undefined,
  own: Record<string, unknown> | null | undefined,
) {
  return {
    name: nameIn(own),
    fields: {
      provider: (app?.provider as Value | undefined) ?? null,
      ...ownFields('app_metadata.', app),
      ...ownFields('user_metadata.', own),
    },
  };
}
