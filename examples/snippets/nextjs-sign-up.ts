// app/sign-up/actions.ts
'use server';
import { crm } from '@/lib/crm';

export async function signUp(form: FormData) {
  const user = await createUser(form);
  crm.identify({ email: user.email, name: user.name, status: 'trial' });
}
