import NextAuth from 'next-auth';
import GitHub from 'next-auth/providers/github';
import { crm } from './lib/crm';

export const { handlers, auth, signIn } = NextAuth({
  providers: [GitHub],
  events: {
    // Sign-up and every sign-in after it. A first call without a status is free; later ones keep it.
    signIn({ user }) {
      if (user.email) crm.identify({ email: user.email, name: user.name ?? undefined });
    },
  },
});
