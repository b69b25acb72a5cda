import { attempt, unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';
import { canSend } from '$lib/server/notifications/send.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';

interface Settings {
  weekly_summary: boolean;
  billing_notices: boolean;
  webhook_alerts: boolean;
}

export async function load(event) {
  const { supabase } = event.locals;
  const found = await readAsMember(event, async (account_id) =>
    unwrap(await supabase.rpc('notification_settings', { account_id })),
  );
  return { settings: found as unknown as Settings, canSend: canSend() };
}

export const actions = {
  default: async (event) => {
    const { account } = await requireMember(event);
    const form = await event.request.formData();
    return attempt(async () => {
      unwrap(
        await event.locals.supabase.rpc('set_notifications', {
          account_id: account.id,
          weekly_summary: form.has('weekly_summary'),
          billing_notices: form.has('billing_notices'),
          webhook_alerts: form.has('webhook_alerts'),
        }),
      );
      return { done: 'Saved.' };
    });
  },
};
