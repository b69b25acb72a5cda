import { redirect } from '@sveltejs/kit';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { signOut } from '$lib/server/sign-out.ts';
import { nameDevice } from '$lib/device.ts';

export async function load(event) {
  const sessions = await readAsMember(event, async () =>
    unwrap(await event.locals.supabase.rpc('my_sessions')),
  );
  return {
    sessions: sessions.map(({ user_agent, ...session }) => ({
      ...session,
      device: nameDevice(user_agent),
    })),
  };
}

export const actions = {
  end: async (event) => {
    await requireMember(event);
    const session_id = text(await event.request.formData(), 'session');
    return attempt(async () => {
      const isEnded = unwrap(await event.locals.supabase.rpc('end_session', { session_id }));
      return { done: isEnded ? 'Signed out.' : 'That session had already ended.' };
    });
  },

  others: async (event) => {
    await requireMember(event);
    const { error } = await event.locals.supabase.auth.signOut({ scope: 'others' });
    if (error) throw error;
    return { done: 'Signed out everywhere else.' };
  },

  /** Ends every session of the user, this one too. */
  everywhere: async (event) => {
    await requireMember(event);
    await signOut(event, 'global');
    redirect(303, '/sign-in');
  },
};
