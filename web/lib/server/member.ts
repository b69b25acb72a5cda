import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import type { Database } from '$lib/database.types.ts';
import { unreachable, unwrap } from './database.ts';

type Role = Database['public']['Enums']['member_role'];

export interface Account {
  id: string;
  name: string;
  role: Role;
}

/** The signed-in user and the account they look at. */
export interface Member {
  email: string;
  account: Account;
  accounts: Account[];
  /** False for a viewer. Only hides buttons: the database refuses on its own. */
  canEdit: boolean;
}

export const ACCOUNT_COOKIE = 'account';

/** The member behind a request, or a redirect to the sign-in page that leads back here. */
export async function requireMember(event: RequestEvent): Promise<Member> {
  event.locals.member ??= readMember(event);
  const member = await event.locals.member;
  if (member) return member;
  const query = event.request.method === 'GET' ? event.url.search : '';
  redirect(303, `/sign-in?${new URLSearchParams({ next: event.url.pathname + query })}`);
}

/** Whether somebody is signed in, checked with the Auth server where the token cannot be. */
export async function readClaims({ locals }: RequestEvent) {
  const { data, error: cause } = await locals.supabase.auth.getClaims();
  if (isAuthRetryableFetchError(cause)) unreachable();
  return data?.claims ?? null;
}

async function readMember(event: RequestEvent): Promise<Member | null> {
  const claims = await readClaims(event);
  if (!claims) return null;

  const rows = unwrap(
    await event.locals.supabase
      .from('members')
      .select('role, accounts (id, name)')
      .eq('user_id', claims.sub)
      .order('created_at'),
  );
  const accounts = rows.map(({ role, accounts }) => ({ ...accounts, role }));
  const chosen = event.cookies.get(ACCOUNT_COOKIE);
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0];
  if (!account) error(403, { message: 'You are no member of any account. Ask for an invitation.' });
  return { email: claims.email ?? '', account, accounts, canEdit: account.role !== 'viewer' };
}
