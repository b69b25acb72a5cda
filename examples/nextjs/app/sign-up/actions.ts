'use server';

import { redirect } from 'next/navigation';
import { crm } from '../../lib/crm';

/** A server action: a sign-up form of your own. Your createUser() goes before the call. */
export async function signUp(form: FormData) {
  const email = String(form.get('email'));
  const name = String(form.get('name'));
  crm.identify({ email, name, status: 'trial', params: { plan: 'team' } });
  redirect('/');
}
