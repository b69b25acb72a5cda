import { attempt } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { ingestAddress } from '$lib/server/ingest-address.ts';
import { mcpAddress } from '$lib/server/mcp-address.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { listViews } from '$lib/server/saved-views.ts';
import { createFeed, listFeeds, revokeFeed, rotateFeed } from './feeds.server.ts';
import { createReadKey, listReadKeys, revokeReadKey } from './read-keys.server.ts';

const UUID = /^[0-9a-f-]{36}$/;

export async function load(event) {
  const { supabase } = event.locals;
  const [keys, projects, feeds, views] = await readAsMember(event, (accountId) =>
    Promise.all([
      listReadKeys(supabase, accountId),
      listProjects(supabase, accountId),
      listFeeds(supabase, accountId),
      listViews(supabase, accountId),
    ]),
  );
  return {
    ...{ keys, projects, feeds, views },
    address: ingestAddress(event.url),
    mcpAddress: mcpAddress(event.url),
  };
}

export const actions = {
  create: async (event) => {
    const { account } = await requireMember(event);
    const form = await event.request.formData();
    const chosen = form.getAll('project').filter((id) => UUID.test(String(id))) as string[];
    const projectIds = text(form, 'sees') === 'some' ? chosen : null;
    return attempt(async () => ({
      purpose: text(form, 'purpose') === 'ai' ? 'ai' : 'api',
      readKey: await createReadKey(event.locals.supabase, account.id, {
        name: text(form, 'name'),
        projectIds,
        hideEmails: form.has('hide_emails'),
        canErase: form.has('can_erase'),
        expiresInDays: Number(text(form, 'expires_in_days')) || null,
      }),
    }));
  },

  revoke: async (event) => {
    await requireMember(event);
    const form = await event.request.formData();
    return attempt(async () => {
      await revokeReadKey(event.locals.supabase, text(form, 'key'));
      return { done: 'Revoked. Requests with this key fail from now on.' };
    });
  },

  createFeed: async (event) => {
    const { account } = await requireMember(event);
    const form = await event.request.formData();
    return attempt(async () => ({
      feed: await createFeed(event.locals.supabase, account.id, text(form, 'view')),
    }));
  },

  rotateFeed: async (event) => {
    await requireMember(event);
    const form = await event.request.formData();
    return attempt(async () => ({
      feed: await rotateFeed(event.locals.supabase, text(form, 'feed')),
    }));
  },

  revokeFeed: async (event) => {
    await requireMember(event);
    const form = await event.request.formData();
    return attempt(async () => {
      await revokeFeed(event.locals.supabase, text(form, 'feed'));
      return { done: 'Revoked. Nothing can read this feed anymore.' };
    });
  },
};
