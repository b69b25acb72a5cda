import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import type { Role } from '$lib/roles.ts';
import { requireAccess } from './billing-gate.ts';
import { readBilling, type Billing } from './billing.ts';
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
        'TinyCRM cannot renew your session right now. You are still signed in: try again in a moment.',
    });
  }
  return data?.claims ?? null;
}

async function readMember(event: RequestEvent): Promise<Member | null> {
  const claims = await readClaims(event);
  if (!claims) return null;

  const rows = unwrap(
    await event.locals.supabase
      .from('members')
      .select('role, accounts (id, name, time_zone, currency, mrr_param, deletion_at)')
      .eq('user_id', claims.sub)
      .order('created_at'),
  );
  const accounts = rows.map(({ role, accounts }) => ({ ...accounts, role }));
  const chosen = event.cookies.get(ACCOUNT_COOKIE);
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0];
  if (!account) redirect(303, '/new-account');
  return {
    userId: claims.sub,
    email: claims.email ?? '',
    account,
    accounts,
    canEdit: account.role !== 'viewer',
    billing: await readBilling(event, account.id),
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
