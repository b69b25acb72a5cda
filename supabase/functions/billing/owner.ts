import { z } from 'zod';
import { Problem } from '../_shared/contract/problems.ts';
import type { Settings } from './settings.ts';
import { tryLater } from './try-later.ts';

const accountSchema = z.object({
  enabled: z.boolean(),
  state: z.enum(['trialing', 'active', 'past_due', 'canceled']),
  trial_ends_at: z.string(),
  stripe_customer_id: z.string().nullable(),
  stripe_subscription_id: z.string().nullable(),
});

export type Account = z.output<typeof accountSchema>;
export type AskAsOwner = (request: Request, accountId: string) => Promise<Account>;

/**
 * Asks the database, as the user whose token the request brings, how the account pays. The API
 * checks the token and the database that its user owns the account. Throws a Problem otherwise.
 */
export function createAskAsOwner({ apiUrl, publishableKey }: Settings): AskAsOwner {
  return async (request, accountId) => {
    const authorization = request.headers.get('authorization');
    if (!/^bearer \S+$/i.test(authorization ?? '')) throw signInAgain();
    const response = await fetch(`${apiUrl}/rest/v1/rpc/billing_owner`, {
      method: 'POST',
      headers: {
        apikey: publishableKey,
        authorization: authorization!,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ account_id: accountId }),
      signal: AbortSignal.timeout(8_000),
    }).catch((error: Error) => unavailable(error.name));
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) {
      const account = accountSchema.parse(body);
      if (account.enabled) return account;
      throw new Problem('billing_off', 'Everything is unlocked here, so there’s nothing to pay.');
    }
    if (response.status === 401) throw signInAgain();
    if (response.status === 403) {
      throw new Problem('forbidden', 'Only an owner can change billing. Ask one of them.');
    }
    return unavailable(`http_${response.status}`);
  };
}

function signInAgain(): Problem {
  return new Problem('unauthorized', 'Your session has ended. Sign in again.');
}

function unavailable(reason: string): never {
  throw tryLater('database_unavailable', 'Try again in a moment.', reason);
}
