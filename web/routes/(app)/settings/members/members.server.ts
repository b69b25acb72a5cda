import { unwrap, type Supabase } from '$lib/server/database.ts';

/** The members of an account, the longest there first, and those who are invited. */
export async function readMembers(supabase: Supabase, accountId: string) {
  const [members, invitations] = await Promise.all([
    supabase
      .from('members')
      .select('user_id, email, role, created_at')
      .eq('account_id', accountId)
      .order('created_at'),
    supabase
      .from('invitations')
      .select('id, email, role, invited_by, expires_at')
      .eq('account_id', accountId)
      .order('created_at'),
  ]);
  return { members: unwrap(members), invitations: unwrap(invitations) };
}

/** The mail that an invitation goes out with. */
export function invitationMail(to: string, from: string, account: string, href: string) {
  return {
    to,
    subject: `Join ${account} on TinyCRM`,
    paragraphs: [
      `${from} invited you to the ${account} account on TinyCRM: all its customers, across all its products, in one table.`,
      `Sign in or sign up with ${to}. The link expires in 7 days.`,
    ],
    button: { text: 'Accept invitation', href },
  };
}
