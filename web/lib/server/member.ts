import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import type { Role } from '$lib/roles.ts';
import { requireAccess } from './billing-gate.ts';
import type { Billing } from './billing.ts';
import { unreachable, unwrap } from './database.ts';

export interface Account {
  id: string;
  name: string;
  role: Role;
  /** IANA name of the zone that times are shown in. */
  time_zone: string;
  /** ISO 4217 code that money is shown with. */
  currency: string | null;
  /** The param that holds what somebody pays a month. */
  mrr_param: string;
  /** The time at which it is to be deleted, if it is. */
  deletion_at: string | null;
}

/** The signed-in user and the account they look at. */
export interface Member {
  userId: string;
  email: string;
  account: Account;
  accounts: Account[];
  /** False for a viewer. Only hides buttons: the database refuses on its own. */
  canEdit: boolean;
  billing: Billing;
}

/** What the database tells in one go: my_session. */
interface Session {
  accounts: Account[];
  account_id: string | null;
  billing: Billing | null;
}

export const ACCOUNT_COOKIE = 'account';

/**
 * The member behind a request, or a redirect: to the sign-in page, which leads back here, or to the
 * Billing page when the account has to pay first.
 */
export async function requireMember(event: RequestEvent): Promise<Member> {
  event.locals.member ??= readMember(event);
  const member = await event.locals.member;
  if (member) {
    requireAccess(event, member.billing);
    return member;
  }
  const query = event.request.method === 'GET' ? event.url.search : '';
  signInFirst(event.url.pathname + query);
}

/** Leads to the sign-in page, and from there to `next`. */
export function signInFirst(next: string): never {
  redirect(303, `/sign-in?${new URLSearchParams({ next })}`);
}

/** The claims of whoever is signed in, or null, checked with the Auth server where the token cannot be. */
export async function readClaims({ locals }: RequestEvent) {
  const { data, error: cause } = await locals.supabase.auth.getClaims();
  if (isAuthRetryableFetchError(cause)) unreachable();
  // The session is as good as before: SessionRefresh.
  if (cause?.status === 429) {
    error(503, {
      message:
        'TinyCRM can’t renew your session right now. You’re still signed in: try again in a moment.',
    });
  }
  return data?.claims ?? null;
}

/** The same, checked once in a request: nobody signs in or out on the way to a page of the dashboard. */
export function readOwnClaims(event: RequestEvent): ReturnType<typeof readClaims> {
  return (event.locals.claims ??= readClaims(event));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The account that this browser looked at last. Its member may have left it since. */
export function lookedAt({ cookies }: RequestEvent): string | undefined {
  const id = cookies.get(ACCOUNT_COOKIE);
  return id && UUID.test(id) ? id : undefined;
}

async function readMember(event: RequestEvent): Promise<Member | null> {
  const claims = await readOwnClaims(event);
  if (!claims) return null;

  const session = unwrap(
    await event.locals.supabase.rpc('my_session', { account_id: lookedAt(event) }),
  ) as unknown as Session;
  const account = session.accounts.find(({ id }) => id === session.account_id);
  if (!account || !session.billing) redirect(303, '/new-account');
  if (account.id !== lookedAt(event)) chooseAccount(event, account.id);
  return {
    userId: claims.sub,
    email: claims.email ?? '',
    account,
    accounts: session.accounts,
    canEdit: account.role !== 'viewer',
    billing: session.billing,
  };
}

/** From now on this browser looks at this account. */
export function chooseAccount({ cookies, url }: RequestEvent, accountId: string): void {
  cookies.set(ACCOUNT_COOKIE, accountId, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: 365 * 86_400,
  });
}
